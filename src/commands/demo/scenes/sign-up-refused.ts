import { drawAnswer, drawShop } from '../draw.ts';
import { amelie } from '../people.ts';
import { findUser, type Scene, title, withShop } from '../stage.ts';

/** F10: whoever has an account in the shop cannot get a second one here. */
export const signUpRefused: Scene = async (stage) => {
  const { diagram, api, application } = stage;
  title(stage, '3  Amélie signs up, and forgets that she has been a customer since 2010.');
  diagram.heads({ user: 'Amélie', segue: 'Segue', legacy: 'Legacy shop' });
  diagram.arrow('user', 'segue', 'sign me up');
  const { answer, seen } = await withShop(stage, 1, () =>
    api.post('dbconnections/signup', {
      client_id: application.clientId,
      connection: 'shop-users',
      email: amelie.email,
      password: 'a second account',
    }),
  );
  drawShop(diagram, seen);
  if (answer.status === 400) diagram.note('segue', 'the shop knows her: refused');
  drawAnswer(diagram, answer.status, String(answer.body['code'] ?? 'signed up'));
  return [
    { claim: 'a sign-up with an address of the shop is refused', holds: answer.status === 400 },
    { claim: 'the shop is asked once about the address', holds: seen.length === 1 },
    { claim: 'a refused sign-up leaves no user', holds: (await findUser(stage, amelie.email)) === undefined },
  ];
};
