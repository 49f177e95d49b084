import { type TSchema, Type } from 'typebox';
import { ok } from '../../../../http/index.ts';
import { connectionParams } from '../../../connection-form.ts';
import { endpoint } from '../../../endpoint.ts';
import { noSuchConnection } from '../../../refusals.ts';
import { errorSchema } from '../../../schemas.ts';
import { askedScripts } from './script-properties.ts';

const body = Type.Object({ customScripts: askedScripts }, { additionalProperties: false });

const faultsSchema: TSchema = Type.Object(
  {
    faults: Type.Array(
      Type.Object({
        script: Type.String(),
        message: Type.String(),
        line: Type.Optional(Type.Integer({ description: 'From 1' })),
      }),
      { description: 'Why a connection could not have these scripts; none: it could' },
    ),
  },
  { title: 'ScriptFaults' },
);

/** `POST /api/v2/segue/connections/{id}/scripts/check`: what `PATCH` would say of them. Nothing is kept, and nothing is run. */
export const checkScriptsEndpoint = endpoint({
  method: 'POST',
  url: '/segue/connections/:id/scripts/check',
  scope: 'update:connections',
  summary: 'Whether action scripts can be read, without keeping them',
  schema: { params: connectionParams, body, response: { 200: faultsSchema, 404: errorSchema } },
  handler:
    ({ accounts, checkScript }) =>
    async ({ params, body: { customScripts } }) => {
      const connection = await accounts.connections.find(params.id);
      if (connection === undefined) return noSuchConnection;
      const faults = (['login', 'get_user'] as const).flatMap((script) => {
        const source = customScripts[script] ?? '';
        const check = source.trim() === '' ? { ok: true as const } : checkScript(source, script);
        if (check.ok) return [];
        const { message, line } = check;
        return [{ script, message, ...(line === undefined ? {} : { line }) }];
      });
      return ok({ faults });
    },
});
