import type { FastifyPluginAsync } from 'fastify';
import { registerUserInfo, type UserInfoNeeds } from './userinfo.ts';

export type AuthenticationApiNeeds = UserInfoNeeds;

/** All endpoints of the edge, as a Fastify plugin. */
export function authenticationApi(needs: AuthenticationApiNeeds): FastifyPluginAsync {
  return async (server) => {
    registerUserInfo(server, needs);
  };
}
