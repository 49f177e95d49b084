import { drawTokens } from '../draw.ts';
import { jane } from '../people.ts';
import { logIn, type Scene, title, withShop } from '../stage.ts';

/** F5: Jane logs in again, and there is no shop any more. */
export const secondLogin: Scene = async (stage) => {
  const { diagram, shop } = stage;
  title(stage, '5  The shop is switched off. Jane logs in again.');
  await shop.stop();
  diagram.heads({ user: 'Jane', segue: 'Segue', legacy: 'Legacy shop' });
  diagram.end('legacy', 'stopped');
  diagram.arrow('user', 'segue', 'email and password');
  const { answer, seen } = await withShop(stage, 0, () => logIn(stage, jane));
  if (answer.status === 200) diagram.note('segue', 'is here: verified locally', 'good');
  drawTokens(diagram, answer);
  return [
    { claim: 'Jane gets tokens without the shop', holds: answer.status === 200 },
    { claim: 'the shop is not asked about Jane again', holds: seen.length === 0 },
  ];
};
