import type { FastifyInstance, FastifyReply } from 'fastify';
import Type from 'typebox';
import { authenticationErrorForm, calledByApplications, refusedAs, userToken } from '../http/index.ts';

export interface UserInfoNeeds {
  /** What a bearer's access token lets be told of its user; `oidc/` knows. */
  verifyUserInfoToken(token: string): Promise<UserInfoVerdict>;
}

export type UserInfoVerdict =
  | { readonly ok: true; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly reason: 'invalid' | 'insufficient-scope' };

const userInfoSchema = {
  summary: 'Get the claims of the user whose access token this is',
  description: 'By GET or POST (OpenID Connect Core 5.3). Which claims depends on the scopes of the token.',
  security: userToken,
  response: {
    ...refusedAs(authenticationErrorForm, [400, 401, 403, 429, 500]),
    200: Type.Object(
      { sub: Type.String({ description: 'The user_id' }) },
      {
        title: 'UserInfo',
        additionalProperties: true,
        examples: [
          {
            sub: 'auth0|6750c1f2a4b8d93e5f017c30',
            name: 'Ada Lovelace',
            email: 'ada@morgenrot.example',
            email_verified: true,
          },
        ],
      },
    ),
  },
};

/** `GET /userinfo` and `POST /userinfo` (OpenID Connect Core 5.3), for opaque and JWT access tokens. */
export function registerUserInfo(server: FastifyInstance, needs: UserInfoNeeds): void {
  server.route({
    method: ['GET', 'POST'],
    url: '/userinfo',
    config: calledByApplications,
    schema: userInfoSchema,
    async handler(request, reply) {
      const token = bearerToken(request.headers.authorization);
      if (token === undefined) return refuse(reply, 401, 'invalid_token', 'An access token is needed');
      const verdict = await needs.verifyUserInfoToken(token);
      if (verdict.ok) return reply.send(verdict.claims);
      return verdict.reason === 'invalid'
        ? refuse(reply, 401, 'invalid_token', 'The access token is expired, revoked or not ours')
        : refuse(reply, 403, 'insufficient_scope', 'The access token lacks the scope openid');
    },
  });
}

const maxTokenCharacters = 8192; // a JWT of ours has some 900; Node ends a request with 16 kB of headers

function bearerToken(authorization: string | undefined): string | undefined {
  const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? '') ?? []; // RFC 6750, 2.1
  return token !== undefined && token.length <= maxTokenCharacters ? token : undefined;
}

/** RFC 6750, 3: the header says what the body says. */
function refuse(reply: FastifyReply, status: 401 | 403, error: string, description: string): FastifyReply {
  return reply
    .code(status)
    .header('www-authenticate', `Bearer error="${error}", error_description="${description}"`)
    .send({ error, error_description: description });
}
