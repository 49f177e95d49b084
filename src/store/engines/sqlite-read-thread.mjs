// A thread that reads: what takes long in SQLite holds up whoever called it, and here nobody else is on the thread.
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { eachRow } from './long-reads.ts';
import { adaptNodeSqlite } from './node-sqlite.ts';

/** @typedef {import('./sqlite-read-thread-wire.ts').Question} Question */

const { path, busyTimeoutMs, givenUp } = /** @type {import('./sqlite-read-thread-wire.ts').Start} */ (
  workerData
);
let current = 0;
const opened = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
// SQLite comes past here with every row, and what throws here ends its statement. Nothing else does.
opened.function('goes_on', () => {
  if (Atomics.load(givenUp, 0) >= current) throw new Error('this statement has been given up');
  return 1;
});
const database = adaptNodeSqlite(opened);

parentPort?.on('message', (/** @type {Question} */ question) => {
  parentPort?.postMessage({ id: question.id, ...read(question) });
});

/** @param {Question} question */
function read({ id, statement, parameters }) {
  current = id;
  try {
    if (Atomics.load(givenUp, 0) >= id) throw new Error('this statement was given up before it began');
    return { rows: database.prepare(statement.replaceAll(eachRow, 'goes_on() and')).all(parameters) };
  } catch (error) {
    return { error };
  }
}
