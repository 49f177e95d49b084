import { Type } from 'typebox';
import { liftTombstone } from '../../../accounts/index.ts';
import { noContent } from '../../../http/index.ts';
import { actorOf } from '../../actor-of.ts';
import { endpoint } from '../../endpoint.ts';
import { noSuchTombstone } from '../../refusals.ts';
import { errorSchema, nothing, text } from '../../schemas.ts';

/** `DELETE /api/v2/segue/tombstones/{id}` */
export const liftTombstoneEndpoint = endpoint({
  method: 'DELETE',
  url: '/segue/tombstones/:id',
  scope: 'update:users',
  summary:
    "Lift a tombstone: the deleted user's legacy user may migrate again, after a password change where password_set_here",
  schema: {
    params: Type.Object({ id: text(64, 'The tombstone id') }),
    response: { 204: nothing, 404: errorSchema },
  },
  handler:
    ({ accounts }) =>
    async (request) => {
      const outcome = await liftTombstone({ store: accounts }, request.params.id, actorOf(request));
      return outcome.outcome === 'lifted' ? noContent : noSuchTombstone;
    },
});
