import { drawTokens } from '../draw.ts';
import { lars } from '../people.ts';
import { logIn, type Scene, title } from '../stage.ts';

/** F7: whoever has not moved yet is told the truth while the shop is away. */
export const outage: Scene = async (stage) => {
  const { diagram, print } = stage;
  title(stage, '6  Lars, who has not moved yet, tries while the shop is away.');
  diagram.heads({ user: 'Lars', segue: 'Segue', legacy: '' });
  diagram.arrow('user', 'segue', 'email and password');
  const answer = await logIn(stage, lars);
  diagram.note('segue', 'not here yet, and nobody to ask', 'bad');
  drawTokens(diagram, answer);
  print();
  print('  Never "wrong password", and nothing is counted against him. He tries again later.');
  return [{ claim: 'an outage is told as one', holds: answer.status === 503 }];
};
