import { setTimeout as delay } from 'node:timers/promises';
import { styleText } from 'node:util';
import type { LetterTray } from './letter-tray.ts';
import { amelie, jane } from './people.ts';
import type { Stage } from './stage.ts';

/** Commands that work as they stand while the demo is up. */
export function whatToTry(
  { print, url, application: { clientId, clientSecret } }: Stage,
  operator: { readonly clientId: string; readonly clientSecret: string },
): void {
  print();
  print(styleText('bold', '  Try it yourself'));
  print();
  print('  # log in as Jane');
  print(`  curl -s ${url}oauth/token -d grant_type=http://auth0.com/oauth/grant-type/password-realm \\`);
  print(`    -d realm=shop-users -d client_id=${clientId} -d client_secret=${clientSecret} \\`);
  print(`    -d username=${jane.email} --data-urlencode 'password=${jane.password}' -d scope=openid`);
  print();
  print('  # forget the password of somebody who never logged in here');
  print(`  curl -s ${url}dbconnections/change_password -d client_id=${clientId} \\`);
  print(`    -d connection=shop-users -d email=${amelie.email}`);
  print();
  print('  # call the Management API as the operator, and read what happened');
  print(
    `  TOKEN=$(curl -s ${url}oauth/token -d grant_type=client_credentials -d client_id=${operator.clientId} \\`,
  );
  print(
    `    -d client_secret=${operator.clientSecret} -d audience=${url}api/v2/ | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
  );
  print(`  curl -s -H "Authorization: Bearer $TOKEN" ${url}api/v2/logs`);
  print(`  curl -s -H "Authorization: Bearer $TOKEN" ${url}api/v2/users`);
  print();
  print(`  # what is there: ${url}.well-known/openid-configuration and ${url}docs`);
  print();
}

// Soon enough for whoever has just pressed Enter.
const lookMs = 250;

/** Prints each new letter with its link, until told to end. */
export async function readLettersAloud(
  print: (line: string) => void,
  letters: LetterTray,
  until: AbortSignal,
): Promise<void> {
  await letters.fresh(); // those of the story
  while (!until.aborted) {
    await delay(lookMs, undefined, { signal: until }).catch(() => undefined);
    for (const { to, subject, link } of await letters.fresh()) {
      print(`  letter to ${to}: ${subject}`);
      if (link !== null) print(`    ${link}`);
    }
  }
}
