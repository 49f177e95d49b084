import { drawAnswer, drawShop } from '../draw.ts';
import { amelie, nora } from '../people.ts';
import { type Claim, findUser, type Scene, type Stage, title, withShop } from '../stage.ts';
import { openLink, sendForm } from '../web-visitor.ts';

/** F8, F10: somebody new lives in Segue alone, and cannot take an address of the shop. */
export const newUser: Scene = async (stage) => {
  title(stage, "4  Nora is new. Later she asks for another address, which is Amélie's.");
  stage.diagram.heads({ user: 'Nora', segue: 'Segue', legacy: 'Legacy shop' });
  const signedUp = await signUp(stage);
  const confirmed = await confirmAddress(stage);
  stage.diagram.space();
  const refused = await changeEmail(stage);
  return [...signedUp, ...confirmed, ...refused];
};

async function signUp(stage: Stage): Promise<readonly Claim[]> {
  const { diagram, api, application } = stage;
  diagram.arrow('user', 'segue', 'sign me up');
  const { answer, seen } = await withShop(stage, 1, () =>
    api.post('dbconnections/signup', {
      client_id: application.clientId,
      connection: 'shop-users',
      ...nora,
    }),
  );
  drawShop(diagram, seen);
  if (answer.status === 200) diagram.note('segue', 'created here, nowhere else', 'good');
  drawAnswer(diagram, answer.status, 'signed up');
  return [
    { claim: 'somebody new can sign up', holds: answer.status === 200 },
    { claim: 'the shop is asked once, and does not know her', holds: seen[0]?.status === 404 },
  ];
}

async function confirmAddress(stage: Stage): Promise<readonly Claim[]> {
  const { diagram, letters } = stage;
  const letter = await letters.next(nora.email);
  diagram.arrow('segue', 'user', 'letter to her address', 'good');
  const { answer, seen } = await withShop(stage, 0, async () =>
    sendForm(await openLink(letter.link ?? ''), {}),
  );
  diagram.arrow('user', 'segue', 'opens its link, confirms');
  drawAnswer(diagram, answer.status, 'address verified');
  const user = await findUser(stage, nora.email);
  return [
    { claim: 'the link of her letter verifies her address', holds: user?.['email_verified'] === true },
    { claim: 'the shop is not asked when she confirms', holds: seen.length === 0 },
  ];
}

async function changeEmail(stage: Stage): Promise<readonly Claim[]> {
  const { diagram, api } = stage;
  const id = encodeURIComponent(String((await findUser(stage, nora.email))?.['user_id']));
  diagram.arrow('user', 'segue', 'change my email');
  const { answer, seen } = await withShop(stage, 1, () =>
    api.manage('PATCH', `users/${id}`, { email: amelie.email }),
  );
  drawShop(diagram, seen);
  drawAnswer(diagram, answer.status, answer.status === 400 ? 'email already exists' : 'changed');
  const { body: user } = await api.manage('GET', `users/${id}`);
  return [
    { claim: 'an address of the shop cannot be taken', holds: answer.status === 400 },
    { claim: 'the shop is asked once about the new address', holds: seen.length === 1 },
    { claim: 'a refused change changes nothing', holds: user['email'] === nora.email },
  ];
}
