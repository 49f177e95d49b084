import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { decodeJwt } from 'jose';
import { eventually } from '../kit/eventually.ts';
import { createLegacyConnection, type LegacyConnection } from '../kit/legacy-connection.ts';
import { skipWithoutProc } from '../kit/processes.ts';
import { stores } from '../kit/stores.ts';
import { type OperatedSegue, startOperatedSegue } from './operated-segue.ts';

/** What a user's profile tells of the edition of the connection that migrated it. */
interface Edition {
  /** Written into the script. */
  readonly script: string;
  /** A value of the configuration. */
  readonly configured: string;
  /** What the script meets on its way to the legacy system. */
  readonly way: 'open' | 'EACCES';
}

interface Login {
  readonly status: number;
  readonly text: string;
  readonly edition: Edition | undefined;
  /** The newest edition that was in force when the login began, and the newest that was asked for when it ended. */
  readonly from: number;
  readonly until: number;
}

const versions = 15;
const atOnce = 6;
/** Logins that began under an edition before the next change is made. */
const enough = 3;

/** Takes its time, so that every update finds calls on their way; now and then one takes longer than a start. */
const source = (version: string): string => `async function login(email) {
  const way = await new Promise((resolve) => {
    const socket = require('net').connect(Number(configuration.PORT), '127.0.0.1');
    socket.once('connect', () => resolve(socket.destroy() && 'open')).once('error', (error) => resolve(error.code));
  });
  await new Promise((resolve) => setTimeout(resolve, email.startsWith('slow') ? 500 : 30));
  return { user_id: email, email, nickname: '${version}', given_name: configuration.MARK, family_name: way };
}`;

const editions: readonly Edition[] = [
  ...Array.from(
    { length: versions + 1 },
    (_, at): Edition => ({ script: `v${at}`, configured: 'm0', way: 'open' }),
  ),
  { script: `v${versions}`, configured: 'm1', way: 'open' },
  { script: `v${versions}`, configured: 'm1', way: 'EACCES' },
];

for (const store of stores) {
  const options = store.options.skip === false ? skipWithoutProc : store.options;
  test(`scripts are updated under a stream of first logins, ${store.name}`, options, async (t) => {
    const port = await listen(t);
    const segue = await startOperatedSegue(t, store);
    const connection = await createLegacyConnection(segue, { login: source('v0'), ...optionsOf(0, port) });
    const stream = startStream(connection, atOnce);
    for (const at of editions.keys()) {
      if (at > 0) await stream.change(at, () => change(connection, at, port));
      await eventually(() => stream.logins.filter(({ from }) => from === at).length >= enough, {
        within: 30_000,
        what: `logins by edition ${at}`,
      });
    }
    await stream.end();

    const { logins } = stream;
    t.diagnostic(`${logins.length} first logins, ${editions.length - 1} changes`);
    for (const { status, text } of logins) assert.equal(status, 200, `no login fails: ${text}`);
    for (const { edition, from, until } of logins) {
      const fitting = editions.slice(from, until + 1);
      const fits = fitting.some((each) => JSON.stringify(each) === JSON.stringify(edition));
      assert.ok(
        fits,
        `migrated by ${JSON.stringify(edition)} while ${JSON.stringify(fitting)} were in force`,
      );
    }
    await onlyTheNewestIsLeft(segue);
  });
}

/** A runner of this edition, and one kept ready for whatever comes next. */
async function onlyTheNewestIsLeft(segue: OperatedSegue): Promise<void> {
  await eventually(() => segue.runners().length <= 2, {
    within: 10_000,
    what: 'the end of the processes of old editions',
  });
}

/** A legacy system that takes connections and says nothing. */
async function listen(t: TestContext): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()).resume());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address');
  return address.port;
}

function optionsOf(at: number, port: number) {
  const { configured, way } = editions[at] ?? assert.fail('an edition');
  const allow = way === 'open' ? [`127.0.0.1:${port}`] : ['elsewhere.example:1'];
  return { configuration: { MARK: configured, PORT: String(port) }, options: { egress: { allow } } };
}

/** What an operator sends who changes one thing of a connection. */
async function change(connection: LegacyConnection, at: number, port: number): Promise<void> {
  const { script, configured, way } = editions[at] ?? assert.fail('an edition');
  const before = editions[at - 1];
  const { configuration, options } = optionsOf(at, port);
  const getUser = 'async () => null';
  await connection.change({
    ...(script === before?.script ? {} : { customScripts: { login: source(script), get_user: getUser } }),
    ...(configured === before?.configured ? {} : { configuration }),
    ...(way === before?.way ? {} : options),
  });
}

interface Stream {
  readonly logins: readonly Login[];
  /** Makes a change, and notes when it was asked for and when it was in force. */
  change(edition: number, make: () => Promise<void>): Promise<void>;
  end(): Promise<void>;
}

/** People who come for the first time, so many at once, each as soon as another has gone. */
function startStream(connection: LegacyConnection, atOnce: number): Stream {
  const logins: Login[] = [];
  let [inForce, askedFor, people, isOver] = [0, 0, 0, false];
  const come = async (): Promise<void> => {
    people += 1;
    const from = inForce;
    const email = `${people % 10 === 0 ? 'slow' : 'person'}${people}@example.com`;
    const { status, text, body } = await connection.logIn(email, 'any');
    logins.push({ status, text, edition: editionIn(body?.id_token), from, until: askedFor });
  };
  const streams = Array.from({ length: atOnce }, async () => {
    while (!isOver) await come();
  });
  return {
    logins,
    async change(edition, make) {
      askedFor = edition;
      await make();
      inForce = edition;
    },
    async end() {
      isOver = true;
      await Promise.all(streams);
    },
  };
}

function editionIn(idToken: unknown): Edition | undefined {
  if (typeof idToken !== 'string') return undefined;
  const { nickname, given_name, family_name } = decodeJwt(idToken);
  return {
    script: String(nickname),
    configured: String(given_name),
    way: family_name === 'open' ? 'open' : 'EACCES',
  };
}
