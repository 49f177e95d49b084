import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Connection, ConnectionForOutcome, Source } from '../accounts/index.ts';
import {
  authenticationErrorForm,
  calledByApplications,
  refusedAs,
  sourceOf,
  wantedLocales,
} from '../http/index.ts';

export interface ChangePasswordEndpointNeeds {
  connectionFor(clientId: string | null, realm: string): Promise<ConnectionForOutcome>;
  requestPasswordChange(request: {
    readonly connection: Connection;
    readonly clientId: string | null;
    readonly email: string;
    readonly source: Source;
    readonly languages: readonly string[];
  }): Promise<void>;
}

const body = Type.Object(
  {
    // Auth0 does without it
    client_id: Type.Optional(
      Type.String({ minLength: 1, maxLength: 128, description: 'The application that asks' }),
    ),
    connection: Type.String({ minLength: 1, maxLength: 128, description: 'Name of the connection' }),
    email: Type.String({ minLength: 1, maxLength: 254, description: 'Whose password is forgotten' }),
  },
  { title: 'PasswordChangeRequest' },
);

const answered = "We've just sent you an email to reset your password.";

/**
 * `POST /dbconnections/change_password`: JSON or form. The answer is the same whoever is behind the address, and whatever
 * the client and the connection are: nothing has been looked up when it is given but the connection (S2).
 */
export function registerChangePassword(server: FastifyInstance, needs: ChangePasswordEndpointNeeds): void {
  server.route<{ Body: Static<typeof body> }>({
    method: 'POST',
    url: '/dbconnections/change_password',
    config: calledByApplications,
    schema: {
      summary: 'Ask for a mail with a link to choose a new password',
      body,
      description: 'The answer is always the same: it does not tell who has an account.',
      consumes: ['application/json', 'application/x-www-form-urlencoded'],
      response: {
        ...refusedAs(authenticationErrorForm, [400, 429, 500]),
        200: {
          description: 'A text for people, always the same',
          content: { 'text/html': { schema: Type.String({ examples: [answered] }) } },
        },
      },
    },
    async handler(request, reply) {
      const { client_id: clientId = null, connection: realm, email } = request.body;
      const found = await needs.connectionFor(clientId, realm);
      if (found.outcome === 'found') {
        await needs.requestPasswordChange({
          connection: found.connection,
          clientId,
          email,
          source: sourceOf(request),
          languages: wantedLocales(undefined, request.headers['accept-language']),
        });
      }
      return reply.type('text/html; charset=utf-8').send(answered);
    },
  });
}
