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

/** There is no such tombstone. */
export const noSuchTombstone: Answer = refuse(404, 'inexistent_tombstone', 'The tombstone does not exist.');
