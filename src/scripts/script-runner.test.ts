import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LateNote, Launch, RunnerDeath, ScriptAnswer } from './index.ts';
import { createScriptRunner } from './index.ts';
import { launchBasic } from './launch-basic.ts';
import { faultCodeIn, isRunning, openScriptKit, pidIn, processEnds, valueIn } from './script-kit.contract.ts';

const answersPid = 'async () => ({ pid: process.pid })';
const neverAnswers = 'function (email, password, callback) {}';
/** Answers `{ most }`, the largest number of calls that were ever at once in the process. */
const countsAtOnce = `
  let now = 0; let most = 0;
  async function login(email) {
    now += 1; most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, 30));
    now -= 1;
    return { most, pid: process.pid };
  }`;

const reasonsOf = (answers: readonly ScriptAnswer[]): readonly string[] =>
  answers.map((answer) => (answer.answer === 'unavailable' ? answer.reason : answer.answer));

describe('script runner', { timeout: 60_000, concurrency: 4 }, () => {
  it('runs one process a connection, and one more for another', async () => {
    const { ask } = openScriptKit();
    const first = await ask(answersPid, { connection: 'a' });
    const second = await ask(answersPid, { connection: 'a' });
    const other = await ask(answersPid, { connection: 'b' });
    assert.equal(pidIn(first), pidIn(second));
    assert.notEqual(pidIn(first), pidIn(other));
    assert.equal(first.scriptVersion, '1');
    assert.ok(second.durationMs > 0 && second.durationMs < first.durationMs);
  });

  it('runs many calls at once in a process, and no more than it may', async () => {
    const { ask } = openScriptKit({ maxInFlight: 4 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ask(countsAtOnce, { connection: 'a' })),
    );
    assert.equal(new Set(answers.map(pidIn)).size, 1);
    assert.equal(Math.max(...answers.map((answer) => Object(valueIn(answer)).most)), 4);
  });

  it('refuses at once what would wait behind too many', async () => {
    const { ask } = openScriptKit({ maxInFlight: 1, maxQueued: 2 });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ask(countsAtOnce, { connection: 'a' })),
    );
    assert.deepEqual(reasonsOf(answers), ['value', 'value', 'value', 'queue-full', 'queue-full']);
    assert.ok((answers[4]?.durationMs ?? 99) < (answers[0]?.durationMs ?? 0));
  });

  it('answers a call whose deadline comes before its process is there', async () => {
    const { ask } = openScriptKit({ deadlineMs: 1 });
    assert.deepEqual(reasonsOf([await ask('async () => 1')]), ['deadline']);
  });

  it('fails only the call that misses its deadline, in a process or in the queue', async () => {
    const { ask } = openScriptKit({ deadlineMs: 1_500, maxInFlight: 1 });
    const source = `(email, password, callback) => { console.log('asked'); if (email !== 'slow') callback(null, { pid: process.pid }); }`;
    const before = await ask(source, { connection: 'a' });
    const both = await Promise.all([
      ask(source, { connection: 'a', email: 'slow' }),
      ask(source, { connection: 'a', email: 'slow' }),
    ]);
    assert.deepEqual(reasonsOf(both), ['deadline', 'deadline']);
    assert.deepEqual(both[0]?.logs, [{ level: 'info', text: 'asked' }], 'how far the script got');
    assert.equal(pidIn(await ask(source, { connection: 'a' })), pidIn(before), 'the process lives on');
  });

  it('reports what comes after an answer', async () => {
    const notes: LateNote[] = [];
    const { ask } = openScriptKit({ deadlineMs: 1_500, onLateNote: (note) => notes.push(note) });
    const source = `function (email, password, callback) {
      if (email === 'late') setTimeout(() => callback(null, {}), 1_600);
      else if (email === 'warm') callback(null, {});
      else { callback(null, {}); setTimeout(() => callback(null, {}), 5); setTimeout(() => { throw new Error('late'); }, 20); }
    }`;
    await ask(source, { connection: 'late', email: 'warm' });
    await ask(source, { connection: 'late', email: 'late' });
    await ask(source, { connection: 'twice' });
    while (notes.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    const said = notes.map(({ connectionId, note }) => `${connectionId} ${note}`).sort();
    assert.deepEqual(said, ['late late-callback', 'twice callback-twice', 'twice late-throw']);
  });

  it('replaces a process in which calls hang', async () => {
    const { ask } = openScriptKit({ deadlineMs: 1_500 });
    const source = `(email, password, callback) => { if (email !== 'slow') callback(null, { pid: process.pid }); }`;
    const first = pidIn(await ask(source, { connection: 'a' }));
    await Promise.all(Array.from({ length: 16 }, () => ask(source, { connection: 'a', email: 'slow' })));
    await processEnds(first);
    assert.notEqual(pidIn(await ask(source, { connection: 'a' })), first);
  });

  it('retires a process after an exception that no call caught; the others on board finish', async () => {
    const { ask } = openScriptKit();
    const source = `(email, password, callback) => {
      if (email === 'bad') setTimeout(() => { throw new Error('mine'); }, 20);
      else setTimeout(() => callback(null, { pid: process.pid }), 80);
    }`;
    const [good, bad] = await Promise.all([
      ask(source, { connection: 'a' }),
      ask(source, { connection: 'a', email: 'bad' }),
    ]);
    assert.equal(faultCodeIn(bad), 'Error');
    await processEnds(pidIn(good));
    assert.notEqual(pidIn(await ask(source, { connection: 'a' })), pidIn(good));
  });

  it('says fault, not unavailable, of a call that hangs beside an exception that is nobody’s', async () => {
    const { ask } = openScriptKit({ deadlineMs: 1_500 });
    const retires = `() => { require('fs').writeSync(3, '{"type":"retire","unclaimed":true}\\n'); return new Promise(() => {}); }`;
    assert.equal(faultCodeIn(await ask(retires)), 'unclaimed-exception');
  });

  it('says unavailable of a call that hangs beside an exception of another one', async () => {
    const { ask } = openScriptKit({ deadlineMs: 1_500 });
    const source = `
      const later = [];
      function login(email, password, callback) {
        if (email === 'first') { setInterval(() => { for (const run of later.splice(0)) run(); }, 5); return callback(null, {}); }
        later.push(() => { throw new RangeError('in a timer of the first call'); });
      }`;
    await ask(source, { connection: 'a', email: 'first' });
    assert.deepEqual(reasonsOf([await ask(source, { connection: 'a' })]), ['deadline']);
  });

  it('starts a new version beside the old one, which finishes its calls and goes', async () => {
    const { ask } = openScriptKit();
    const slow =
      'async () => { await new Promise((resolve) => setTimeout(resolve, 150)); return { pid: process.pid, said: 1 }; }';
    const started = await ask(answersPid, { connection: 'a', version: '1' });
    const old = ask(slow, { connection: 'a', version: '2' });
    const fresh = await ask('async () => ({ pid: process.pid, said: 2 })', { connection: 'a', version: '3' });
    assert.equal(Object(valueIn(fresh)).said, 2);
    assert.equal(Object(valueIn(await old)).said, 1);
    assert.equal((await old).scriptVersion, '2');
    await Promise.all([processEnds(pidIn(started)), processEnds(pidIn(await old))]);
    assert.ok(isRunning(pidIn(fresh)));
  });

  it('has a bounded number of processes: the one idle longest makes room, a busy one does not', async () => {
    const { ask } = openScriptKit({ maxProcesses: 2 });
    const [a, b] = [await ask(answersPid, { connection: 'a' }), await ask(answersPid, { connection: 'b' })];
    await ask(answersPid, { connection: 'a' });
    const busy = Promise.all([
      ask(countsAtOnce, { connection: 'c' }),
      ask(countsAtOnce, { connection: 'd' }),
    ]);
    await Promise.all([processEnds(pidIn(a)), processEnds(pidIn(b))]);
    const waited = await ask(answersPid, { connection: 'e' });
    assert.deepEqual(reasonsOf([...(await busy), waited]), ['value', 'value', 'value']);
  });

  it('stops a process that is idle, or old, or has run its number of calls', async () => {
    for (const limits of [{ idleMs: 50 }, { maxAgeMs: 50 }, { maxCalls: 1 }]) {
      const { ask } = openScriptKit(limits);
      const first = await ask(answersPid, { connection: 'a' });
      await processEnds(pidIn(first));
      assert.notEqual(pidIn(await ask(answersPid, { connection: 'a' })), pidIn(first));
    }
  });

  it('replaces a process that has used most of its memory before it must be killed', async () => {
    const deaths: RunnerDeath[] = [];
    const { ask } = openScriptKit({ rssMb: 256, onDeath: (death) => deaths.push(death) });
    const source = `const kept = [];
      async function login(email) { if (email === 'big') kept.push(Buffer.alloc(180e6, 1)); await new Promise((r) => setTimeout(r, 200)); return { pid: process.pid }; }`;
    const big = await ask(source, { connection: 'a', email: 'big' });
    await processEnds(pidIn(big));
    assert.deepEqual(deaths, []);
  });

  it('refuses an input that was in flight at two deaths, for ten minutes and in this version only (S9)', async () => {
    const deaths: RunnerDeath[] = [];
    const clock = { now: 0 };
    const { ask } = openScriptKit({ now: () => clock.now, onDeath: (death) => deaths.push(death) });
    const source = `(email, password, callback) => { if (password === 'crafted') process.exit(); callback(null, { id: 1 }); }`;
    const crafted = { connection: 'a', password: 'crafted' };
    const codes = [];
    for (let i = 0; i < 3; i += 1) codes.push(faultCodeIn(await ask(source, crafted)));
    assert.deepEqual(codes, ['process-exit', 'process-exit', 'input-refused']);
    assert.deepEqual(valueIn(await ask(source, { connection: 'a' })), { id: 1 }, 'another input');
    assert.equal(
      faultCodeIn(await ask(source, { ...crafted, version: '2' })),
      'process-exit',
      'another version',
    );
    clock.now = 600_001;
    assert.equal(faultCodeIn(await ask(source, { ...crafted, version: '1' })), 'process-exit', 'later');
    assert.deepEqual(
      deaths.map(({ cause }) => cause),
      ['exit', 'exit', 'exit', 'exit'],
    );
    assert.equal(new Set(deaths.slice(0, 2).flatMap(({ inputs }) => inputs)).size, 1);
    assert.ok(!JSON.stringify(deaths).includes('crafted'));
  });

  it('does not hold deaths of others against an innocent input', async () => {
    const { ask } = openScriptKit({ blockedMs: 400 });
    const source = `(email, password, callback) => { if (email.startsWith('bad')) setTimeout(() => { while (true) {} }, 20); else setTimeout(() => callback(null, { id: 1 }), 60); }`;
    for (const bad of ['bad1', 'bad2', 'bad3']) {
      const [innocent, guilty] = await Promise.all([
        ask(source, { connection: 'a' }),
        ask(source, { connection: 'a', email: bad }),
      ]);
      assert.deepEqual([valueIn(innocent), faultCodeIn(guilty)], [{ id: 1 }, 'blocked']);
    }
  });

  it('repeats a call that was on board at a death in a process of its own, which ends with it', async () => {
    const { ask } = openScriptKit({ blockedMs: 400 });
    const source = `(email, password, callback) => { if (email === 'bad') setTimeout(() => { while (true) {} }, 20); else setTimeout(() => callback(null, { pid: process.pid }), 60); }`;
    const [innocent] = await Promise.all([
      ask(source, { connection: 'a' }),
      ask(source, { connection: 'a', email: 'bad' }),
    ]);
    await processEnds(pidIn(innocent));
  });

  it('does not repeat a script that may have changed something', async () => {
    const { runner } = openScriptKit({ blockedMs: 400 });
    const source = `let calls = 0; async function create() { calls += 1; if (calls > 1) while (true) {} return {}; }`;
    const call = { connectionId: 'a', connectionName: 'a', script: 'create', args: ['{}'] } as const;
    const scripts = { version: '1', configuration: {}, sources: { create: source } };
    assert.equal((await runner.run({ ...call, scripts })).answer, 'value');
    assert.equal(faultCodeIn(await runner.run({ ...call, scripts })), 'blocked');
  });

  it('answers unavailable when no process can be started', async () => {
    const brokenLaunch: Launch = (request) => launchBasic({ ...request, heapMb: Number.NaN });
    for (const options of [{ launch: brokenLaunch }, { startMs: 1 }]) {
      const { ask } = openScriptKit(options);
      assert.deepEqual(reasonsOf([await ask(answersPid)]), ['runner-failed']);
    }
  });

  it('redacts passwords and configuration from every message, in every form', async () => {
    const configuration = { DB_PASSWORD: 'hunter2-böse!', DB_HOST: 'db.internal' };
    const source = `async (email, password) => {
      const all = [password, configuration.DB_PASSWORD];
      for (const one of all) console.log(one, JSON.stringify({ one }), encodeURIComponent(one), Buffer.from(one).toString('hex'), Buffer.from('user:' + one).toString('base64'));
      throw Object.assign(new Error('connect ' + configuration.DB_HOST + ' as ' + password), { code: configuration.DB_PASSWORD, name: password });
    }`;
    const answer = await openScriptKit().ask(source, { configuration, password: 'pä "ss" wört' });
    const text = JSON.stringify(answer);
    for (const secret of [
      'wört',
      'böse',
      'db.internal',
      'w%C3%B6rt',
      Buffer.from('böse').toString('hex'),
      'aHVudGVy',
      'odW50ZXIy',
    ]) {
      assert.ok(!text.includes(secret), secret);
    }
    assert.equal(
      answer.answer === 'fault' && answer.fault.message,
      'connect [configuration.DB_HOST] as [password]',
    );
  });

  it('leaves no process behind when it closes, and answers what was on board', async () => {
    const runner = createScriptRunner();
    const ask = (source: string, connectionId: string): Promise<ScriptAnswer> =>
      runner.run({
        connectionId,
        connectionName: 'c',
        script: 'login',
        args: ['a@example.com', 'secret'],
        scripts: { version: '1', configuration: {}, sources: { login: source } },
      });
    const idle = await ask(answersPid, 'idle');
    const hanging = ask(neverAnswers, 'hanging');
    const busy = ask('(e, p, callback) => setTimeout(() => callback(null, {}), 5_000)', 'idle');
    await runner.close();
    assert.equal(isRunning(pidIn(idle)), false);
    assert.deepEqual(
      reasonsOf(await Promise.all([hanging, busy, ask(answersPid, 'late')])),
      Array(3).fill('closing'),
    );
  });
});
