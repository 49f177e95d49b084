import { type TSchema, Type } from 'typebox';
import { type Connection, isMigrationActive } from '../accounts/index.ts';
import type { LegacyCondition, ManagementApiNeeds } from './needs.ts';

/** What a connection's state is told from. */
export type ConnectionStateNeeds = Pick<ManagementApiNeeds, 'legacy' | 'isolation'>;

/** What Auth0 does not have: how the scripts of a connection run and how its legacy user store does. */
export const connectionStateSchema: TSchema = Type.Object(
  {
    isolation: Type.Optional(
      Type.String({
        description:
          'The wall around its scripts: strict (holds against hostile code), basic (against mistakes), refused (they may not run here)',
      }),
    ),
    isolation_reason: Type.Optional(Type.String({ description: 'Why it is this one' })),
    legacy: Type.Optional(
      Type.Object(
        {
          state: Type.String({
            description:
              'Of the circuit breaker before the legacy user store: closed (asked), open (not asked for a while), half-open (one call finds out); refused: scripts may not run here',
          }),
          in_flight: Type.Integer({ description: 'Calls not answered yet' }),
          waiting: Type.Integer({ description: 'Calls that wait for a place' }),
          reason: Type.Optional(Type.String({ description: 'Why the state is not closed' })),
          retry_after_seconds: Type.Optional(
            Type.Integer({ description: 'While open: until it is asked; 0: by the next call' }),
          ),
        },
        { description: 'While users are migrated: how the legacy user store does, as this node sees it' },
      ),
    ),
  },
  { description: 'What Auth0 does not have; shown only, of connections with scripts' },
);

/** As a part of a connection: nothing for one without scripts, since nothing of it runs. */
export function connectionStateForm(
  connection: Connection,
  { legacy, isolation }: ConnectionStateNeeds,
): { readonly segue?: object } {
  if (Object.keys(connection.options.customScripts).length === 0) return {};
  const wall = { isolation: isolation.level, isolation_reason: isolation.reason };
  if (!isMigrationActive(connection)) return { segue: wall };
  return { segue: { ...wall, legacy: conditionForm(legacy.conditionOf(connection)) } };
}

function conditionForm({ state, inFlight, waiting, reason, retryAfterSeconds }: LegacyCondition): object {
  return {
    state,
    in_flight: inFlight,
    waiting,
    ...(reason === undefined ? {} : { reason }),
    ...(retryAfterSeconds === undefined ? {} : { retry_after_seconds: retryAfterSeconds }),
  };
}
