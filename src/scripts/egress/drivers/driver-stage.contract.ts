import assert from 'node:assert/strict';
import type { Launch, ScriptEgress, ScriptEgressRefusal } from '../../index.ts';
import { type Asking, openScriptKit, type ScriptKit, valueIn } from '../../script-kit.contract.ts';
import { runBare, type Values } from './bare-script.contract.ts';

/** Where drivers are tried behind the wall and without one. */
export interface DriverStage {
  readonly level: string;
  readonly ask: ScriptKit['ask'];
  readonly refusals: readonly ScriptEgressRefusal[];
  /** How many TCP connections of a connection's scripts have ended. */
  endedOf(connection: string): number;
  /**
   * The script answers so behind the wall, and without one. Refused the way out, it says EACCES: so nothing of it
   * went another way.
   */
  works(source: string, configuration: Values, expected: unknown): Promise<void>;
  /** The script answers the same behind the wall and without one, whatever it is. */
  saysTheSame(source: string, asking: Asking): Promise<unknown>;
}

export interface DriverStageOptions {
  readonly level: string;
  readonly launch: Launch;
  readonly moduleFolders?: readonly string[];
}

/** All that a script can tell of an error; without OpenSSL's number of its thread, and ldapjs's of its connection. */
const told =
  "(function tell({ name, code, errno, syscall, address, port, fatal, sqlState, status, cause, message }) { return { name, code, errno, syscall, address, port, fatal, sqlState, status, cause: cause && tell(cause), message: String(message).replace(/[0-9A-F]{8,16}:error:/, 'error:').replace(/^\\d+__ldap/, 'ldap') }; })";

/** The script, answering with the error that it gets. */
export const tellingErrors = (source: string): string => `(email, password, callback) => {
  const tell = ${told};
  const answered = (error, value) => callback(null, error ? tell(error) : { unexpected: value });
  const script = ${source};
  const answer = script(email, password, answered);
  if (answer instanceof Promise) answer.then((value) => value === undefined || answered(null, value), answered);
}`;

/** For tests of limits there are others: a busy machine takes a while to load a driver. */
const patientLimits = { blockedMs: 30_000, deadlineMs: 60_000, startMs: 30_000 };

/** A stage for one `describe`. */
export function openDriverStage({ level, launch, moduleFolders }: DriverStageOptions): DriverStage {
  const refusals: ScriptEgressRefusal[] = [];
  const ended: ScriptEgress[] = [];
  const { ask } = openScriptKit({
    ...patientLimits,
    launch,
    ...(moduleFolders === undefined ? {} : { moduleFolders }),
    onEgress: (one) => ended.push(one),
    onEgressRefused: (one) => refusals.push(one),
  });
  const walled = async (source: string, asking: Asking): Promise<unknown> =>
    valueIn(await ask(source, asking));
  return {
    level,
    ask,
    endedOf: (connection) => ended.filter(({ connectionId }) => connectionId === connection).length,
    refusals,
    works: async (source, configuration, expected) => {
      assert.deepEqual(await walled(source, { configuration }), expected, 'behind the wall');
      assert.deepEqual(await runBare(source, { configuration, moduleFolders }), expected, 'without a wall');
      const before = refusals.length;
      assert.match(
        JSON.stringify(await walled(tellingErrors(source), { configuration, allow: [] })),
        /EACCES/,
      );
      assert.equal(refusals[before]?.why, 'connection');
    },
    saysTheSame: async (source, asking) => {
      const behindTheWall = await walled(source, asking);
      assert.deepEqual(behindTheWall, await runBare(source, { ...asking, moduleFolders }));
      return behindTheWall;
    },
  };
}
