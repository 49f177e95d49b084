import { type TSchema, Type } from 'typebox';
import type { LoginBlock } from '../accounts/index.ts';
import { shown } from './schemas.ts';

/** What attack protection has blocked, in the API's form. */
export const userBlocksSchema: TSchema = Type.Object({
  blocked_for: Type.Array(
    shown('UserBlock', {
      identifier: Type.String(),
      ip: Type.String({ description: 'An address, or the first 64 bits of one; left out: from everywhere' }),
      connection: Type.String({ description: 'Its name' }),
    }),
  ),
});

/** How much is to be shown while protection is off. */
export const enablementParameter = {
  consider_brute_force_enablement: Type.Optional(
    Type.Boolean({ description: 'Whether nothing is shown where brute-force protection is off' }),
  ),
};

/** Blocks as the API shows them. */
export function userBlocksForm(blocks: readonly LoginBlock[]): object {
  return {
    blocked_for: blocks.map(({ identifier, network, connection }) => ({
      identifier,
      ...(network === null ? {} : { ip: network }),
      connection: connection.name,
    })),
  };
}
