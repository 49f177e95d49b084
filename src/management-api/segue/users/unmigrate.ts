import { unmigrateUser } from '../../../accounts/index.ts';
import { noContent, refuse } from '../../../http/index.ts';
import { actorOf } from '../../actor-of.ts';
import { endpoint } from '../../endpoint.ts';
import { noSuchUser } from '../../refusals.ts';
import { errorSchema, nothing } from '../../schemas.ts';
import { userParams } from '../../user-properties.ts';

/** `POST /api/v2/segue/users/{id}/unmigrate` */
export const unmigrateUserEndpoint = endpoint({
  method: 'POST',
  url: '/segue/users/:id/unmigrate',
  scope: 'delete:users',
  summary: 'Take a user back: its next login asks the legacy user store again',
  schema: { params: userParams, response: { 204: nothing, 404: errorSchema, 409: errorSchema } },
  handler:
    ({ accounts, clock }) =>
    async (request) => {
      const { outcome } = await unmigrateUser(
        { store: accounts, clock },
        request.params.id,
        actorOf(request),
      );
      switch (outcome) {
        case 'unmigrated':
          return noContent;
        case 'no-such-user':
          return noSuchUser;
        case 'not-migrated':
          return refuse(409, 'not_migrated', 'The user was created here: no legacy user stands behind it.');
        case 'not-active':
          return refuse(409, 'migration_not_active', 'Import mode is off: the user could not come back.');
      }
    },
});
