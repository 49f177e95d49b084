import { type TSchema, Type } from 'typebox';
import { unmigrateUser } from '../../../accounts/index.ts';
import { ok, refuse } from '../../../http/index.ts';
import { actorOf } from '../../actor-of.ts';
import { endpoint } from '../../endpoint.ts';
import { noSuchUser } from '../../refusals.ts';
import { errorSchema } from '../../schemas.ts';
import { userParams } from '../../user-properties.ts';

const unmigratedSchema: TSchema = Type.Object(
  {
    user_id: Type.String(),
    needs_new_password: Type.Boolean({
      description:
        'A password was set here: logins with the legacy one are refused until the user has changed it, by a mail or a ticket',
    }),
    blocked: Type.Boolean({ description: 'The user comes back blocked' }),
  },
  { title: 'UnmigratedUser' },
);

/** `POST /api/v2/segue/users/{id}/unmigrate` */
export const unmigrateUserEndpoint = endpoint({
  method: 'POST',
  url: '/segue/users/:id/unmigrate',
  scope: 'delete:users',
  summary: 'Take a user back: its next login asks the legacy user store again',
  schema: { params: userParams, response: { 200: unmigratedSchema, 404: errorSchema, 409: errorSchema } },
  handler:
    ({ accounts, clock }) =>
    async ({ params: { id }, ...request }) => {
      const result = await unmigrateUser({ store: accounts, clock }, id, actorOf(request));
      switch (result.outcome) {
        case 'unmigrated':
          return ok({ user_id: id, needs_new_password: result.needsNewPassword, blocked: result.blocked });
        case 'no-such-user':
          return noSuchUser;
        case 'not-migrated':
          return refuse(409, 'not_migrated', 'The user was created here: no legacy user stands behind it.');
        case 'not-active':
          return refuse(409, 'migration_not_active', 'Import mode is off: the user could not come back.');
      }
    },
});
