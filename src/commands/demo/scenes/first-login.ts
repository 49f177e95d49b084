import { drawShop, drawTokens } from '../draw.ts';
import { jane } from '../people.ts';
import { describe, findUser, logIn, type Scene, title, withShop } from '../stage.ts';

/** F1, F2: Jane logs in and is migrated. */
export const firstLogin: Scene = async (stage) => {
  const { diagram, print } = stage;
  title(stage, '1  Jane logs in for the first time. She notices nothing.');
  diagram.heads({ user: 'Jane', segue: 'Segue', legacy: 'Legacy shop' });
  diagram.arrow('user', 'segue', 'email and password');
  diagram.note('segue', 'not here yet: ask the shop');
  const { answer, seen } = await withShop(stage, 1, () => logIn(stage, jane));
  drawShop(diagram, seen);
  if (answer.status === 200) diagram.note('segue', 'created here, argon2id', 'good');
  drawTokens(diagram, answer);
  const user = await findUser(stage, jane.email);
  print();
  print(`  Now in Segue:  ${describe(user)}`);
  return [
    { claim: 'Jane gets tokens', holds: answer.status === 200 },
    { claim: 'the shop is asked once', holds: seen.length === 1 },
    { claim: 'Jane is in Segue', holds: user?.['user_id'] === 'auth0|1001' },
  ];
};
