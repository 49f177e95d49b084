import type { FastifyPluginAsync } from 'fastify';
import { type ChangePasswordEndpointNeeds, registerChangePassword } from './dbconnections-change-password.ts';
import { registerSignUp, type SignUpEndpointNeeds } from './dbconnections-signup.ts';
import { registerUserInfo, type UserInfoNeeds } from './userinfo.ts';

export type AuthenticationApiNeeds = UserInfoNeeds & SignUpEndpointNeeds & ChangePasswordEndpointNeeds;

/** All endpoints of the edge, as a Fastify plugin. */
export function authenticationApi(needs: AuthenticationApiNeeds): FastifyPluginAsync {
  return async (server) => {
    registerUserInfo(server, needs);
    registerSignUp(server, needs);
    registerChangePassword(server, needs);
  };
}
