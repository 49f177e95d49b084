import { drawAnswer, drawShop, drawTokens } from '../draw.ts';
import type { FoundLetter } from '../letter-tray.ts';
import { tomasz } from '../people.ts';
import { type Claim, describe, findUser, logIn, type Scene, type Stage, title, withShop } from '../stage.ts';
import { openLink, sendForm, type VisitedPage } from '../web-visitor.ts';

/** F9, F11: Tomasz, who never logged in here, chooses a new password and is migrated by that. */
export const forgottenPassword: Scene = async (stage) => {
  title(stage, '2  Tomasz has forgotten his password, and has never logged in here.');
  stage.diagram.heads({ user: 'Tomasz', segue: 'Segue', legacy: 'Legacy shop' });
  const { letter, claims: asked } = await ask(stage);
  const { page, claims: opened } = await open(stage, letter.link ?? '');
  const chosen = await choose(stage, page);
  const returned = await logInWithIt(stage);
  stage.print();
  stage.print(`  The letter:    to ${letter.to}, "${letter.subject}"`);
  stage.print(`  Now in Segue:  ${describe(await findUser(stage, tomasz.email))}`);
  return [...asked, ...opened, ...chosen, ...returned];
};

async function ask(stage: Stage): Promise<{ letter: FoundLetter; claims: readonly Claim[] }> {
  const { diagram, api, application, letters, url } = stage;
  const request = { client_id: application.clientId, connection: 'shop-users', email: tomasz.email };
  diagram.arrow('user', 'segue', 'forgot my password');
  const { answer, seen } = await withShop(stage, 1, async () => ({
    reply: await api.post('dbconnections/change_password', request),
    letter: await letters.next(tomasz.email),
  }));
  drawAnswer(diagram, answer.reply.status, 'we have sent a mail');
  drawShop(diagram, seen);
  diagram.arrow('segue', 'user', 'letter to his address', 'good');
  const { letter } = answer;
  const isUsable = letter.link?.startsWith(`${url}u/reset-password?ticket=`) === true;
  return {
    letter,
    claims: [
      { claim: 'a forgotten password is answered with yes', holds: answer.reply.status === 200 },
      { claim: 'the shop is asked once for the letter', holds: seen.length === 1 },
      { claim: 'the letter holds a link', holds: isUsable },
      {
        claim: 'asking for a letter makes nobody a user',
        holds: (await findUser(stage, tomasz.email)) === undefined,
      },
    ],
  };
}

async function open(stage: Stage, link: string): Promise<{ page: VisitedPage; claims: readonly Claim[] }> {
  const { diagram } = stage;
  diagram.arrow('user', 'segue', 'opens its link');
  diagram.note('segue', 'asks nobody, uses nothing up');
  const { answer: page, seen } = await withShop(stage, 0, () => openLink(link));
  drawAnswer(diagram, page.status, page.heading);
  const holds = page.status === 200 && page.formUrl !== null && seen.length === 0;
  return { page, claims: [{ claim: 'the link opens a form, and the shop is not asked', holds }] };
}

async function choose(stage: Stage, form: VisitedPage): Promise<readonly Claim[]> {
  const { diagram } = stage;
  diagram.arrow('user', 'segue', 'new password');
  const { answer: page, seen } = await withShop(stage, 1, () =>
    sendForm(form, { password: tomasz.newPassword, repeat: tomasz.newPassword }),
  );
  drawShop(diagram, seen);
  const user = await findUser(stage, tomasz.email);
  if (user !== undefined) diagram.note('segue', 'created here, email verified', 'good');
  drawAnswer(diagram, page.status, page.status === 200 ? 'password changed' : page.heading);
  return [
    { claim: 'the new password is taken', holds: page.status === 200 },
    { claim: 'the shop is asked once more for the profile', holds: seen.length === 1 },
    {
      claim: 'Tomasz is in Segue, his address verified',
      holds: user?.['user_id'] === 'auth0|1002' && user['email_verified'] === true,
    },
  ];
}

async function logInWithIt(stage: Stage): Promise<readonly Claim[]> {
  const { diagram } = stage;
  diagram.arrow('user', 'segue', 'email and new password');
  const { email, newPassword: password } = tomasz;
  const { answer, seen } = await withShop(stage, 0, () => logIn(stage, { email, password }));
  if (answer.status === 200) diagram.note('segue', 'is here: verified locally', 'good');
  drawTokens(diagram, answer);
  return [
    { claim: 'the new password logs Tomasz in', holds: answer.status === 200 },
    { claim: 'the shop is not asked about the new password', holds: seen.length === 0 },
  ];
}
