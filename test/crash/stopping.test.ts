import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../kit/answer.ts';
import { eventually } from '../kit/eventually.ts';
import { createLegacyConnection, passwordRealm } from '../kit/legacy-connection.ts';
import { onDatabase } from '../kit/on-database.ts';
import { descendantsOf, isRunning, skipWithoutProc, userTicksOf } from '../kit/processes.ts';
import { type SegueProcess, startSegueProcess } from '../kit/segue-process.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores, type TestedStore } from '../kit/stores.ts';
import { type HeldLegacy, startHeldLegacy } from './held-legacy.ts';

const sqlite = stores.filter(({ name }) => name === 'SQLite');
const soon = { within: 10_000, what: 'the next step' };
const killedMs = 2_000; // what a dead server may leave running, and how long

/** Answers when the legacy system does. */
const patientScript = script(`callback(null, { user_id: 1, email: email });`);
/** Never answers, and holds its process's only thread. */
const stuckScript = script(`for (;;);`);

for (const store of stores) {
  test(`SIGTERM: a login in flight is answered, ${store.name}`, store.options, async (t) => {
    const { segue, legacy, logIn } = await startInFront(t, store, patientScript);
    const login = logIn();
    await legacy.asked;
    segue.signal('SIGTERM');
    await eventually(() => isRefused(segue.url), { ...soon, what: 'new connections are refused' });
    assert.equal(await Promise.race([login, delay(0, 'in flight')]), 'in flight');
    const scripts = descendantsOf(segue.pid);

    legacy.answer();
    assert.equal((await login).status, 200);
    assert.deepEqual(await segue.ended, { code: 0, signal: null });
    if (!skipWithoutProc.skip) assert.notEqual(scripts.length, 0, 'it was a process that held the login');
    assert.deepEqual(scripts.filter(isRunning), []);
  });
}

for (const store of sqlite) {
  test(`SIGKILL: no script process outlives its server`, skipWithoutProc, async (t) => {
    const { segue, legacy, logIn } = await startInFront(t, store, patientScript);
    const login = assert.rejects(logIn());
    await legacy.asked;
    await killAndWatch(t, segue);
    await login;
  });

  test(`SIGKILL: not even one that is stuck in a loop`, needsDeathSignal(), async (t) => {
    const { segue, legacy, logIn } = await startInFront(t, store, stuckScript);
    const login = assert.rejects(logIn());
    await legacy.asked;
    // The script's, the spare one, and at level strict the bubblewraps before them: the one that loops is the one that works.
    const processes = descendantsOf(segue.pid).map((pid) => ({ pid, before: userTicksOf(pid) }));
    legacy.answer();
    const loops = (): boolean => processes.some(({ pid, before }) => userTicksOf(pid) > before + 10);
    await eventually(loops, { ...soon, what: 'the script loops' });
    await killAndWatch(t, segue);
    await login;
  });
}

/** A Segue in front of a legacy system that is asked by this script and holds its answer. */
async function startInFront(
  t: TestContext,
  store: TestedStore,
  login: string,
): Promise<{ segue: SegueProcess; legacy: HeldLegacy; logIn(): Promise<Answer> }> {
  const database = await store.empty();
  const legacy = await startHeldLegacy();
  const secretKey = randomBytes(32).toString('base64');
  const operator = await startSegue(onDatabase(store, database.url), {
    environment: { SEGUE_SECRET_KEY: secretKey },
  });
  const configuration = { LEGACY_URL: legacy.url };
  const { application, name: realm } = await createLegacyConnection(operator, { login, configuration });
  await operator.stop();
  const segue = await startSegueProcess({ databaseUrl: database.url, secretKey });
  t.after(async () => {
    await segue.stop();
    await legacy.stop();
    await database.remove();
  });
  const credentials = { username: 'jane@example.com', password: 'correct horse' };
  return {
    segue,
    legacy,
    logIn: () => segue.token({ grant_type: passwordRealm, realm, ...application, ...credentials }),
  };
}

/** Kills the server, and fails when a process that it has started is there two seconds later. */
async function killAndWatch(t: TestContext, segue: SegueProcess): Promise<void> {
  const scripts = descendantsOf(segue.pid);
  assert.notEqual(scripts.length, 0, 'a script process is there to be left behind');
  try {
    segue.signal('SIGKILL');
    assert.deepEqual(await segue.ended, { code: null, signal: 'SIGKILL' });
    const what = 'the script process ends with its server';
    const tookMs = await eventually(() => !scripts.some(isRunning), { within: killedMs, what });
    t.diagnostic(`the script process was gone ${tookMs.toFixed(0)} ms after its server`);
  } finally {
    for (const pid of scripts.filter(isRunning)) process.kill(pid, 'SIGKILL');
  }
}

function isRefused(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error) => resolve('code' in error && error.code === 'ECONNREFUSED'));
  });
}

function script(whenAnswered: string): string {
  return `
function login(email, password, callback) {
  require('http').get(configuration.LEGACY_URL, function (response) {
    response.resume();
    response.on('end', function () { ${whenAnswered} });
  }).on('error', callback);
}`;
}

/** A process whose only thread is stuck can be ended by the kernel alone. */
function needsDeathSignal(): { readonly skip: string | false } {
  if (skipWithoutProc.skip) return skipWithoutProc;
  return { skip: existsSync('/usr/bin/setpriv') ? false : 'needs setpriv of util-linux' };
}
