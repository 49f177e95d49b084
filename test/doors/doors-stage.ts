import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Answer } from '../kit/answer.ts';
import { eventually } from '../kit/eventually.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { type Mailbox, openMailbox, type ReceivedLetter } from '../kit/mailbox.ts';
import { startReachableSegue } from '../kit/reachable-segue.ts';
import type { Segue } from '../kit/start-segue.ts';
import type { TestedStore } from '../kit/stores.ts';
import type { Legacy } from './legacy.ts';

/** A whole Segue, its mail server, and a legacy system that it migrates, with what people do at the doors. */
export interface DoorsStage {
  readonly segue: Segue;
  readonly mailbox: Mailbox;
  readonly connection: LegacyConnection;
  readonly legacy: Legacy;
  signUp(email: string, password: string): Promise<Answer>;
  /** Asks for a new password; the answer is one text, whoever is behind the address. */
  forget(email: string): Promise<void>;
  /** The link in the next letter to somebody that has one to this page; each letter is found once. */
  linkTo(page: 'reset-password' | 'email-verification', email: string): Promise<string>;
  /** The next letter to somebody that has no link to a page: a notice. */
  noticeTo(email: string): Promise<ReceivedLetter>;
  /** Events of this type about this address, as the log API shows them. */
  // biome-ignore lint/suspicious/noExplicitAny: tests assert what is in them
  events(type: string, email: string): Promise<readonly any[]>;
  /** Waits until there is one. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  event(type: string, email: string): Promise<any>;
  /** Whom the legacy system was asked for since this was last called, by its own log. */
  asked(): Promise<readonly string[]>;
}

// A letter or an event comes of a job within milliseconds; a loaded machine takes longer.
const patienceMs = 10_000;

/** Opens all of it on an empty database; everything closes when the test ends. */
export async function openDoorsStage(
  t: TestContext,
  store: TestedStore,
  legacy: Legacy,
): Promise<DoorsStage> {
  t.after(() => legacy.stop());
  const mailbox = await openMailbox();
  t.after(() => mailbox.close());
  const segue = await startReachableSegue(store, { environment: { SMTP_URL: mailbox.url } });
  t.after(() => segue.stop());
  const { login, getUser, configuration, secretKeys } = legacy;
  for (const key of secretKeys) segue.canaries.watch(key, configuration[key] ?? assert.fail(key));
  const options = { passwordPolicy: 'good' };
  const connection = await createLegacyConnection(segue, { login, getUser, configuration, options });
  let seen = (await legacy.asked()).length;
  const stage = { segue, mailbox, connection, legacy };
  return {
    ...stage,
    ...doorsOf(stage),
    ...lettersOf(mailbox),
    ...eventsOf(segue),
    async asked() {
      const all = await legacy.asked();
      const since = all.slice(seen);
      seen = all.length;
      return since;
    },
  };
}

function doorsOf({
  segue,
  connection,
}: Pick<DoorsStage, 'segue' | 'connection'>): Pick<DoorsStage, 'signUp' | 'forget'> {
  const post = (path: string, body: object): Promise<Answer> =>
    segue.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_id: connection.application.client_id,
        connection: connection.name,
        ...body,
      }),
    });
  return {
    signUp: (email, password) => post('dbconnections/signup', { email, password }),
    async forget(email) {
      const answer = await post('dbconnections/change_password', { email });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.text, "We've just sent you an email to reset your password.");
    },
  };
}

function lettersOf(mailbox: Mailbox): Pick<DoorsStage, 'linkTo' | 'noticeTo'> {
  const found = new Set<ReceivedLetter>();
  const next = async (
    what: string,
    isWanted: (letter: ReceivedLetter) => boolean,
  ): Promise<ReceivedLetter> => {
    const unfound = (): ReceivedLetter | undefined =>
      mailbox.letters().find((each) => !found.has(each) && isWanted(each));
    await eventually(() => unfound() !== undefined, { within: patienceMs, what });
    const letter = unfound() ?? assert.fail(what);
    found.add(letter);
    return letter;
  };
  const linkIn = ({ links }: ReceivedLetter, page: string): string | undefined =>
    links.find((link) => new URL(link).pathname === `/u/${page}`);
  const isTo = ({ envelope }: ReceivedLetter, email: string): boolean => envelope.to.includes(email);
  return {
    async linkTo(page, email) {
      const what = `a letter to ${email} with a link to ${page}`;
      const letter = await next(what, (each) => isTo(each, email) && linkIn(each, page) !== undefined);
      return linkIn(letter, page) ?? '';
    },
    noticeTo: (email) =>
      next(
        `a notice to ${email}`,
        (each) => isTo(each, email) && !each.links.some((link) => link.includes('/u/')),
      ),
  };
}

function eventsOf(segue: Segue): Pick<DoorsStage, 'events' | 'event'> {
  const events: DoorsStage['events'] = async (type, email) =>
    (await segue.logs()).filter((event) => event.type === type && event.user_name === email);
  return {
    events,
    async event(type, email) {
      const what = `an event ${type} about ${email}`;
      await eventually(async () => (await events(type, email)).length > 0, { within: patienceMs, what });
      return (await events(type, email))[0];
    },
  };
}
