import { objectIn } from '../api/segue-api.ts';
import { exitCodes } from '../failure.ts';
import { unlessRefused } from '../resource/unless-refused.ts';
import { argument, type RunVerb } from '../verb.ts';
import { users } from './users.ts';

/** `segue users unmigrate <user>`: its next login asks the legacy user store again. */
export const unmigrateUser: RunVerb = async ({ segue, say }, request) => {
  const user = await users.find(segue, argument(request));
  const title = users.titleOf(user);
  const question = `Delete the user ${title} here, so that its next login asks the legacy user store?`;
  return unlessRefused(say, request, question, async () => {
    const path = `segue/users/${encodeURIComponent(users.idOf(user))}/unmigrate`;
    const answer = objectIn(await segue.call('POST', path));
    if (say.json) say.document(answer);
    say.note(`took ${title} back to the legacy user store`);
    if (answer['needs_new_password'] === true) {
      say.note(
        'a password was set here: the legacy one is refused until the user has changed it, by a mail or a ticket',
      );
    }
    if (answer['blocked'] === true) say.note('it comes back blocked');
    return exitCodes.done;
  });
};
