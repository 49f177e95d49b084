import type { Connection, scriptsForMigration } from './connection.ts';
import type { LegacyAnswer } from './legacy-directory.ts';
import type { Profile } from './profile.ts';

/** A script that can be tried. */
export type TriedScript = (typeof scriptsForMigration)[number];

/** What is tried: the connection's own script, or a draft in its place. */
export interface ScriptTrial {
  readonly script: TriedScript;
  readonly identifier: string;
  /** For `login`. */
  readonly password?: string;
  readonly draft?: ScriptDraft;
}

/** What stands for this trial in the place of what is stored; the rest stays. */
export interface ScriptDraft {
  readonly customScripts: Readonly<Partial<Record<TriedScript, string>>>;
  /** In clear. */
  readonly configuration: Readonly<Record<string, string>>;
}

/** What came of it. */
export interface TrialReport {
  readonly answer: LegacyAnswer;
  /** The answer's profile as it may be shown: without the secrets that a script may have put into it. */
  readonly shown?: Profile;
  /** What the scripts printed, redacted, in order. */
  readonly printed: readonly PrintedByTrial[];
  /** In all: under another spelling a login asks more than once. */
  readonly durationMs: number;
}

export interface PrintedByTrial {
  /** A login under another spelling asks Get User in between. */
  readonly script: string;
  readonly level: string;
  readonly text: string;
}

/**
 * Port: runs a script once, as a login would, and leaves no trace: behind the same wall and within the same limits, in
 * places of its own, so that it takes none from who logs in.
 */
export type RunScriptTrial = (connection: Connection, trial: ScriptTrial) => Promise<TrialReport>;
