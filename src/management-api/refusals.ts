import { type Answer, refuse } from '../http/index.ts';

/** There is no such user. */
export const noSuchUser: Answer = refuse(404, 'inexistent_user', 'The user does not exist.');

/** There is no such connection. */
export const noSuchConnection: Answer = refuse(
  404,
  'inexistent_connection',
  'The connection does not exist.',
);

/** There is no such client. */
export const noSuchClient: Answer = refuse(404, 'inexistent_client', 'The client does not exist.');

/** There is no such client grant. */
export const noSuchGrant: Answer = refuse(404, 'inexistent_client_grant', 'The client grant does not exist.');

/** There is no such resource server. */
export const noSuchResourceServer: Answer = refuse(
  404,
  'inexistent_resource_server',
  'The resource server does not exist.',
);

/** There is no such log event. */
export const noSuchLog: Answer = refuse(404, 'inexistent_log', 'The log event does not exist.');

/** There is no such tombstone, or it was lifted before. */
export const noSuchTombstone: Answer = refuse(404, 'inexistent_tombstone', 'No such tombstone stands.');

/** There is no such signing key. */
export const noSuchSigningKey: Answer = refuse(
  404,
  'inexistent_signing_key',
  'The signing key does not exist.',
);

/** There is no such refresh token, or it has ended. */
export const noSuchRefreshToken: Answer = refuse(
  404,
  'inexistent_refresh_token',
  'The refresh token does not exist.',
);

/** There is no such session, or it has ended. */
export const noSuchSession: Answer = refuse(404, 'inexistent_session', 'The session does not exist.');

/** There is no such job. */
export const noSuchJob: Answer = refuse(404, 'inexistent_job', 'The job does not exist.');

/** The legacy user store cannot be asked. `consequence`: what became of the request. */
export function unavailable(consequence: string, retryAfterSeconds: number): Answer {
  const message = `The legacy user store cannot be asked: ${consequence}, try again later.`;
  return refuse(503, 'temporarily_unavailable', message, retryAfterSeconds);
}

/** The operator's script failed. */
export function scriptFault(consequence: string): Answer {
  return refuse(400, 'extensibility_error', `The Get User script failed: see the logs. ${consequence}`);
}
