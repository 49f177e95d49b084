import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Answer } from '../../kit/answer.ts';
import { eventually } from '../../kit/eventually.ts';
import { createLegacyConnection, type LegacyConnection, passwordRealm } from '../../kit/legacy-connection.ts';
import { freePort } from '../../kit/services/free-port.ts';
import type { TestedStore } from '../../kit/stores.ts';
import { type OperatedSegue, startOperatedSegue } from '../operated-segue.ts';
import { startPlainLegacy } from '../plain-legacy.ts';
import { stormScripts } from './storm-scripts.ts';

/** A Segue in a process of its own, and many connections whose scripts misbehave with some addresses. */
export interface StormStage {
  readonly segue: OperatedSegue;
  readonly connections: readonly LegacyConnection[];
  /** Part of every right password, and of nothing that anybody may be told. */
  readonly word: string;
  rightPassword(email: string): string;
  logIn(connection: number, email: string, password: string): Promise<Answer>;
  /** Gives every connection scripts that behave with everybody. */
  putRight(): Promise<void>;
  /**
   * Waits until no script has a process any more, nor a file, as they end by themselves, and answers with what is still
   * in use.
   */
  atRest(): Promise<InUse>;
}

export interface InUse {
  readonly memory: NodeJS.MemoryUsage;
  /** How many there are of each kind of timers, sockets, processes. */
  readonly resources: Readonly<Record<string, number>>;
}

const program = new URL('stormed-segue.ts', import.meta.url);

/** Every so many connections have a legacy system behind a network; the others decide by themselves. */
const everyNetworked = 2;

export async function setStormStage(t: TestContext, store: TestedStore, count: number): Promise<StormStage> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-storm-'));
  t.after(() => rm(folder, { recursive: true }));
  await chmod(folder, 0o711); // scripts may run as somebody else
  const word = randomBytes(12).toString('hex');
  const legacy = await startPlainLegacy({ password: word });
  t.after(() => legacy.stop());
  const segue = await startOperatedSegue(t, store, { program, environment: { TMPDIR: folder } });
  const nobody = String(await freePort());
  const connect = (_: unknown, at: number): Promise<LegacyConnection> =>
    createLegacyConnection(segue, {
      name: `storm-${at}`,
      login: stormScripts.troubled,
      configuration: {
        WORD: word,
        NOBODY: nobody,
        LEGACY: at % everyNetworked === 0 ? `http://127.0.0.1:${legacy.port}/` : '',
      },
    });
  const connections = await Promise.all(Array.from({ length: count }, connect));
  return {
    segue,
    connections,
    word,
    rightPassword: (email) => `${word} of ${email}`,
    logIn: createLogIn(segue, connections),
    async putRight() {
      const customScripts = { login: stormScripts.sound, get_user: 'async () => null' };
      await Promise.all(connections.map((connection) => connection.change({ customScripts })));
    },
    async atRest() {
      const left = async (): Promise<readonly unknown[]> => [
        ...segue.runners(),
        ...processesNaming(folder),
        ...(await readdir(folder)),
      ];
      const within = 60_000;
      try {
        await eventually(async () => (await left()).length === 0, { within, what: 'nothing is left' });
      } catch (cause) {
        throw new Error(`processes and files are left: ${(await left()).join(', ')}`, { cause });
      }
      return inUseBy(segue);
    },
  };
}

/** Processes whose command line names a file in this folder: a script's too, when its server does not know of it any more. */
function processesNaming(folder: string): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(`${folder}/`);
    } catch {
      return false; // it has ended in the meantime
    }
  });
}

/** Everybody comes from an address of their own: many failures from one would be an attack. */
function createLogIn(segue: OperatedSegue, connections: readonly LegacyConnection[]): StormStage['logIn'] {
  const addresses = new Map<string, string>();
  const addressOf = (email: string): string => {
    const number = addresses.size;
    const theirs = addresses.get(email) ?? `198.18.${number >> 8}.${number & 255}`; // RFC 2544: of nobody
    addresses.set(email, theirs);
    return theirs;
  };
  return (connection, username, password) => {
    const { name: realm, application } = connections[connection] ?? assert.fail('there is such a connection');
    return segue.request('oauth/token', {
      method: 'POST',
      headers: { 'x-forwarded-for': addressOf(username) },
      body: new URLSearchParams({ grant_type: passwordRealm, realm, ...application, username, password }),
    });
  };
}

async function inUseBy(segue: OperatedSegue): Promise<InUse> {
  const told = (): readonly string[] => segue.lines.filter((line) => line.startsWith('{"inUse":'));
  const before = told().length;
  segue.signal('SIGUSR2');
  await eventually(() => told().length > before, { within: 20_000, what: 'a word about memory' });
  const { inUse }: { readonly inUse: InUse } = JSON.parse(told().at(-1) ?? ''); // of stormed-segue.ts
  return inUse;
}
