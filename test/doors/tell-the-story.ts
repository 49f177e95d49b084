import assert from 'node:assert/strict';
import { after, before, describe, type TestContext, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../kit/browser.ts';
import { skipUnless } from '../kit/services/index.ts';
import { stores } from '../kit/stores.ts';
import { createBrowserVisitor } from './browser-visitor.ts';
import { type DoorsStage, openDoorsStage } from './doors-stage.ts';
import { forgetsAndChooses } from './forgets-and-chooses.ts';
import { createHttpVisitor } from './http-visitor.ts';
import type { LegacyKind, Person } from './legacy.ts';
import { people } from './people.ts';
import { signsUpAndVerifies } from './signs-up-and-verifies.ts';
import type { Visitor } from './visitor.ts';

const strong = 'Plum tart 9';
const { emmy, lise } = people;
/** Ten times what it takes; a letter that does not come is waited for no longer. */
const timeoutMs = 100_000;

/**
 * The story of every door but the login's, F8–F11: sign-up, forgotten password, changed email. At each step the legacy's
 * own log says who was asked; at its end, that nothing was written. It is told of each legacy system, on each store.
 */
export function tellTheStory(kind: LegacyKind): void {
  const visitors = kind.browsers === false ? [byPlainHttp] : [...withBrowsers, byPlainHttp];
  describe(`F8–F11, the doors: ${kind.name}`, skipUnless(...kind.services), () => {
    let browser: Browser | undefined;
    before(async () => {
      if (visitors.length > 1 && skipUnless('chromium').skip === false) browser = await startBrowser();
    });
    after(() => browser?.close());
    for (const store of stores) {
      test(store.name, { ...store.options, timeout: timeoutMs }, async (t) => {
        const legacy = await kind.start(Object.values(people));
        const atFirst = await legacy.dump();
        const stage = await openDoorsStage(t, store, legacy);
        await whoIsInTheLegacyIsTaken(t, stage);
        await forgottenPasswords(t, stage);
        for (const { name, options, person, enter } of visitors) {
          await t.test(name, options, async (t) => {
            const visitor = await enter(stage, browser);
            t.after(() => visitor.leave());
            await forgetsAndChooses(t, stage, visitor, person);
            await signsUpAndVerifies(t, stage, visitor, `new.${person.email}`);
          });
        }
        await twoConfirmationsAtOnce(t, stage);
        await changesOfEmail(t, stage);
        await outage(t, stage);
        await t.test('no letter went to who should have none', () => {
          const addresses = stage.mailbox.letters().flatMap(({ envelope }) => envelope.to);
          for (const email of [emmy.email, 'nobody@example.com', 'late@example.com']) {
            assert.ok(!addresses.includes(email), email);
          }
        });
        await t.test('F8: nothing was written to the legacy system', async () => {
          assert.deepEqual(await stage.asked(), []);
          assert.deepEqual(await legacy.writes(), []);
          assert.equal(await legacy.dump(), atFirst);
        });
      });
    }
  });
}

interface VisitorKind {
  readonly name: string;
  readonly options: { readonly skip: string | false };
  /** Who is behind it, in the legacy system. */
  readonly person: Person;
  enter(stage: DoorsStage, browser: Browser | undefined): Promise<Visitor>;
}

const withBrowsers: readonly VisitorKind[] = [
  {
    name: 'with a browser',
    options: skipUnless('chromium'),
    person: people.ada,
    enter: (_stage, browser) => createBrowserVisitor(present(browser), { javaScriptEnabled: true }),
  },
  {
    name: 'with a browser without JavaScript',
    options: skipUnless('chromium'),
    person: people.grace,
    enter: (_stage, browser) => createBrowserVisitor(present(browser), { javaScriptEnabled: false }),
  },
];

const byPlainHttp: VisitorKind = {
  name: 'by plain HTTP',
  options: { skip: false },
  person: people.joan,
  enter: async ({ segue }) => createHttpVisitor(segue),
};

function present(browser: Browser | undefined): Browser {
  return browser ?? assert.fail('there is a browser');
}

async function whoIsInTheLegacyIsTaken(t: TestContext, stage: DoorsStage): Promise<void> {
  await t.test('F10: a sign-up of somebody in the legacy system is refused, after one look-up', async () => {
    const answer = await stage.signUp(emmy.email, strong);
    assert.equal(answer.status, 400, answer.text);
    assert.equal(answer.body.code, 'invalid_signup');
    assert.deepEqual(await stage.asked(), [emmy.email]);
    assert.equal(await stage.connection.user(emmy.email), undefined);
  });

  await t.test('F9: so is a user whom the API would create', async () => {
    const { name: connection } = stage.connection;
    const answer = await stage.segue.manage('POST', 'users', {
      connection,
      email: emmy.email,
      password: strong,
    });
    assert.equal(answer.status, 409, answer.text);
    assert.deepEqual(await stage.asked(), [emmy.email]);
    assert.equal(await stage.connection.user(emmy.email), undefined);
  });
}

async function forgottenPasswords(t: TestContext, stage: DoorsStage): Promise<void> {
  await t.test('a forgotten password of nobody: one look-up, no letter', async () => {
    await stage.forget('no address');
    await stage.forget('nobody@example.com');
    const { details } = await stage.event('fcpr', 'nobody@example.com');
    assert.equal(details.reason, 'unknown');
    assert.deepEqual(await stage.asked(), ['nobody@example.com']);
    assert.deepEqual(stage.mailbox.letters(), []);
  });
}

async function twoConfirmationsAtOnce(t: TestContext, stage: DoorsStage): Promise<void> {
  await t.test('F11: two confirmations at once make one user, with one of the passwords', async () => {
    await stage.forget(lise.email);
    const link = await stage.linkTo('reset-password', lise.email);
    assert.deepEqual(await stage.asked(), [lise.email]);
    const passwords = [`${strong} one`, `${strong} two`];
    const pages = await Promise.all(
      passwords.map(async (password) => {
        const visitor = createHttpVisitor(stage.segue);
        await visitor.open(link);
        return visitor.choose(password);
      }),
    );
    assert.deepEqual(pages.map(({ status }) => status).toSorted(), [200, 410]);
    for (const email of await stage.asked()) assert.equal(email, lise.email);
    assert.equal((await stage.events('sui', lise.email)).length, 1);
    const logins = await Promise.all(
      passwords.map((password) => stage.connection.logIn(lise.email, password)),
    );
    assert.deepEqual(
      logins.map(({ status }) => status),
      pages.map(({ status }) => (status === 200 ? 200 : 403)),
    );
    assert.deepEqual(await stage.asked(), []);
  });
}

async function changesOfEmail(t: TestContext, stage: DoorsStage): Promise<void> {
  const { segue, connection } = stage;
  const { user_id: id } = await connection.user(lise.email);
  const change = (email: string) => segue.manage('PATCH', `users/${encodeURIComponent(id)}`, { email });

  await t.test('F10: an email of somebody in the legacy system is refused, after one look-up', async () => {
    const answer = await change(emmy.email);
    assert.equal(answer.status, 400, answer.text);
    assert.equal(answer.body.message, 'The specified new email already exists');
    assert.deepEqual(await stage.asked(), [emmy.email]);
  });

  await t.test('F10: so is one of somebody here, without a look-up', async () => {
    assert.equal((await change(people.joan.email)).status, 400);
    assert.deepEqual(await stage.asked(), []);
  });

  await t.test(
    'a free one is made, after one look-up; the old address is told, the new one proved',
    async () => {
      await stage.noticeTo(lise.email); // of the password
      const answer = await change('meitner@example.com');
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.body.email_verified, false);
      assert.deepEqual(await stage.asked(), ['meitner@example.com']);
      await stage.noticeTo(lise.email);
      await stage.linkTo('email-verification', 'meitner@example.com');
      assert.deepEqual(await stage.asked(), []);
    },
  );
}

async function outage(t: TestContext, stage: DoorsStage): Promise<void> {
  const { segue, connection, legacy } = stage;

  await t.test(
    'F10: while the legacy is away, what needs it is refused for now, and nothing is made',
    async () => {
      await legacy.shut();
      const { user_id: id } = await connection.user('meitner@example.com');
      const signUp = await stage.signUp('late@example.com', strong);
      const change = await segue.manage('PATCH', `users/${encodeURIComponent(id)}`, {
        email: 'late@example.com',
      });
      for (const answer of [signUp, change]) {
        assert.equal(answer.status, 503, answer.text);
        assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
      }
      assert.equal(await connection.user('late@example.com'), undefined);
    },
  );

  await t.test('F8: who is here needs it for nothing: a password reset is local', async () => {
    await stage.forget('meitner@example.com');
    const visitor = createHttpVisitor(segue);
    await visitor.open(await stage.linkTo('reset-password', 'meitner@example.com'));
    assert.equal((await visitor.choose(`${strong} three`)).status, 200);
    assert.equal((await connection.logIn('meitner@example.com', `${strong} three`)).status, 200);
    await legacy.reopen();
    assert.deepEqual(await stage.asked(), []);
  });
}
