import { type TSchema, Type } from 'typebox';
import type { Source } from '../accounts/index.ts';
import { shown } from './schemas.ts';

/** From where something was begun, and used last. */
export const deviceSchema: TSchema = shown('Device', {
  initial_ip: Type.String(),
  initial_user_agent: Type.String(),
  last_ip: Type.String(),
  last_user_agent: Type.String(),
});

/** A device as the API shows it: without what was not told. */
export function deviceForm({ first, last }: { readonly first: Source; readonly last: Source }): object {
  const form = {
    initial_ip: first.ip,
    initial_user_agent: first.userAgent,
    last_ip: last.ip,
    last_user_agent: last.userAgent,
  };
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== null));
}
