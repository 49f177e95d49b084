import { styleText } from 'node:util';
import { firstLogin } from './scenes/first-login.ts';
import { forgottenPassword } from './scenes/forgotten-password.ts';
import { newUser } from './scenes/new-user.ts';
import { outage } from './scenes/outage.ts';
import { secondLogin } from './scenes/second-login.ts';
import { signUpRefused } from './scenes/sign-up-refused.ts';
import { nameOf } from './shop-process.ts';
import { type Claim, type Scene, type Stage, title } from './stage.ts';

const scenes: readonly Scene[] = [firstLogin, forgottenPassword, signUpRefused, newUser, secondLogin, outage];

// One login, a letter and its form, two sign-ups and a change of email.
const requestsToTheShop = 6;

/** Plays the migration and draws it; false when a step did not go as told. */
export async function tellStory(stage: Stage): Promise<boolean> {
  const { print } = stage;
  title(stage, 'Segue moves users out of an old user database, one login at a time.');
  print('  A shop from 2009 keeps its users in its own table, passwords as SHA-1. Segue is new and empty.');
  print('  The operator gives Segue two small scripts that can ask the shop, and turns "Import Users" on.');
  const claims: Claim[] = [];
  for (const scene of scenes) claims.push(...(await scene(stage)));
  claims.push(...listRequests(stage));
  return conclude(stage, claims);
}

/** All that the shop has told; it has ended, so nothing is missing. */
function listRequests({ print, shop: { seen } }: Stage): readonly Claim[] {
  print();
  print('  All that the legacy shop ever saw:');
  for (const request of seen) print(`    ${nameOf(request)} → ${request.status}`);
  return [
    { claim: `the shop saw ${requestsToTheShop} requests`, holds: seen.length === requestsToTheShop },
    { claim: 'the shop was only read', holds: seen.every(({ method }) => method === 'GET') },
  ];
}

function conclude({ print }: Stage, claims: readonly Claim[]): boolean {
  const broken = claims.filter(({ holds }) => !holds);
  print();
  if (broken.length === 0) print(styleText('green', '  ✓ Everything went as told.'));
  for (const { claim } of broken) print(styleText('red', `  ✗ This did not go as told: ${claim}.`));
  return broken.length === 0;
}
