import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ManualClock } from '../../src/accounts/fakes/manual-clock.ts';
import { eventually } from '../kit/eventually.ts';
import type { LegacyConnection } from '../kit/legacy-connection.ts';
import type { Segue } from '../kit/start-segue.ts';

// Workers look at a clock that a test moves once a second; a busy machine takes its time besides.
export const patience = 60_000;

/** Of the legacy system, that everybody has an account there; of whom a letter is for, that it is nobody else. */
export const everybody = {
  login: '(email, password, callback) => callback(null, { user_id: email, email })',
  getUser: '(email, callback) => callback(null, { user_id: email, email })',
};

/** Asks for a new password, as an application does. */
export async function forget(segue: Segue, connection: LegacyConnection, email: string): Promise<void> {
  const { client_id } = connection.application;
  const body = JSON.stringify({ client_id, connection: connection.name, email });
  const headers = { 'content-type': 'application/json' };
  const answer = await segue.request('dbconnections/change_password', { method: 'POST', headers, body });
  assert.equal(answer.status, 200, answer.text);
}

/** A log line, read. */
export interface LogLine extends Readonly<Record<string, unknown>> {
  readonly level: string;
  readonly msg: string;
}

export function linesOf({ logLines }: Segue, about: RegExp): readonly LogLine[] {
  return logLines.map((line): LogLine => JSON.parse(line)).filter(({ msg }) => about.test(msg));
}

/**
 * Waits until a metric has at least this value. A clock that was moved by hand goes on meanwhile: a worker that looked for
 * jobs just before looks again a second later.
 */
export async function untilMetric(
  segue: Segue,
  series: string,
  least: number,
  clock?: ManualClock,
): Promise<void> {
  const reached = async (): Promise<boolean> => {
    clock?.advance(50);
    await delay(20);
    const { text } = await segue.request('metrics');
    const line = text.split('\n').find((each) => each.startsWith(`${series} `));
    return Number(line?.slice(series.length) ?? 0) >= least;
  };
  await eventually(reached, { within: patience, what: `${series} is ${least}` });
}

/** A port of this machine that nobody listens at; somebody may, later. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  server.close();
  await once(server, 'close');
  return address.port;
}
