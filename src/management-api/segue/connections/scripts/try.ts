import { Type } from 'typebox';
import { type Connection, type TryScriptOutcome, tryScript } from '../../../../accounts/index.ts';
import { type Answer, insufficientScope, ok, refuse } from '../../../../http/index.ts';
import { connectionParams } from '../../../connection-form.ts';
import { endpoint } from '../../../endpoint.ts';
import { noSuchConnection } from '../../../refusals.ts';
import { errorSchema, textRecord } from '../../../schemas.ts';
import { askedScripts } from './script-properties.ts';
import { trialForm, trialSchema } from './trial-form.ts';

const body = Type.Object(
  {
    script: Type.Unsafe<'login' | 'get_user'>({ type: 'string', enum: ['login', 'get_user'] }),
    identifier: Type.String({ minLength: 1, maxLength: 254, description: 'An email or a username' }),
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 1024, description: 'For login' })),
    draft: Type.Optional(
      Type.Object(
        {
          customScripts: Type.Optional(askedScripts),
          configuration: Type.Optional(textRecord(100, 10_000, 'In clear')),
        },
        {
          additionalProperties: false,
          description:
            'What stands in the place of what is stored; needs the scope update:connections as well',
        },
      ),
    ),
  },
  { additionalProperties: false },
);

/**
 * `POST /api/v2/segue/connections/{id}/scripts/try`: 200 whatever comes of it. A draft is code that the caller brings
 * along: whoever may not store one may not run one.
 */
export const tryScriptEndpoint = endpoint({
  method: 'POST',
  url: '/segue/connections/:id/scripts/try',
  scope: 'try:scripts',
  summary: 'Run an action script against the legacy user store, and create nobody',
  schema: {
    params: connectionParams,
    body,
    response: { 200: trialSchema, 404: errorSchema, 429: errorSchema },
  },
  handler:
    ({ accounts, ...needs }) =>
    async ({ params, body: { script, identifier, password, draft }, caller, source }) => {
      if (draft !== undefined && !caller.scopes.includes('update:connections')) {
        return { problem: insufficientScope(['update:connections']) };
      }
      if ((script === 'login') !== (password !== undefined)) return passwordBelongsToLogin;
      const connection = await accounts.connections.find(params.id);
      if (connection === undefined) return noSuchConnection;
      const outcome = await tryScript(
        { ...needs, store: accounts },
        {
          connection,
          script,
          identifier,
          source,
          clientId: caller.clientId ?? '',
          ...(password === undefined ? {} : { password }),
          ...(draft === undefined ? {} : { draft: { customScripts: {}, configuration: {}, ...draft } }),
        },
      );
      return answer(outcome, connection);
    },
});

const passwordBelongsToLogin = refuse(
  400,
  'invalid_body',
  'A password goes with the login script, and with no other.',
);

function answer(outcome: TryScriptOutcome, connection: Connection): Answer {
  switch (outcome.outcome) {
    case 'tried':
      return ok(trialForm(outcome, connection));
    case 'no-such-script':
      return refuse(400, 'invalid_body', `The connection has no ${outcome.script} script.`);
    case 'unacceptable':
      return refuse(
        400,
        'invalid_body',
        'Nobody could log in with this identifier or password: it is too long, or holds control characters.',
      );
    case 'too-many':
      return refuse(
        429,
        'too_many_requests',
        'Scripts were tried too often, for one identifier or from one address.',
        outcome.retryAfterSeconds,
      );
  }
}
