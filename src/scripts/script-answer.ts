import type { Attempt, DeathCause } from './attempt.ts';
import { argumentSecrets, configurationSecrets } from './call-secrets.ts';
import { connectionCodeOf } from './classify-error.ts';
import { type Redact, redactor } from './redact.ts';
import { maxLogCharacters, maxMessageCharacters } from './runner/protocol.mjs';
import { maxThreads, type RunnerLimits } from './runner-limits.ts';
import type { ScriptAnswer, ScriptCall, ScriptFault, ScriptLog, ScriptResult } from './script-call.ts';
import { secretIndex } from './secret-index.ts';
import type { WireError } from './wire.ts';

/** What an operator reads of an error, at most. */
const maxShownCharacters = 1_000;
const maxNameCharacters = 64;

/** Emails and usernames are shorter. */
const maxIdentifierCharacters = 254;

/** Turns what came of a call into its answer: classified, redacted, of bounded length. */
export function toScriptAnswer(
  call: ScriptCall,
  attempt: Attempt,
  durationMs: number,
  limits: RunnerLimits,
): ScriptAnswer {
  const redact = redactorFor(call, attempt);
  let logs: readonly ScriptLog[] | undefined;
  return {
    ...resultOf(call, attempt, redact, limits),
    durationMs,
    scriptVersion: call.scripts.version,
    // Redacted for whoever reads them: mostly nobody does.
    get logs() {
      logs ??= redactLogs(attempt.logs, redact);
      return logs;
    },
    notes: attempt.end === 'answer' ? attempt.notes : [],
  };
}

/**
 * Takes out its own arguments, those of its process's other calls, and the configuration. Made when there is a text: most
 * answers have none.
 */
function redactorFor(call: ScriptCall, { overheard = [] }: Attempt): Redact {
  let made: Redact | undefined;
  return (text, cut) => {
    made ??= redactor(
      secretIndex(argumentSecrets(call)),
      ...overheard,
      configurationSecrets(call.scripts.configuration),
    );
    return made(text, cut);
  };
}

function resultOf(call: ScriptCall, attempt: Attempt, redact: Redact, limits: RunnerLimits): ScriptResult {
  if (attempt.end === 'unavailable') return { answer: 'unavailable', reason: attempt.reason };
  if (attempt.end === 'death') return { answer: 'fault', fault: faultOfDeath(attempt.cause, limits) };
  const { answer } = attempt;
  if (answer.kind === 'value') return { answer: 'value', value: answer.value };
  if (answer.kind === 'nothing') return { answer: 'nothing' };
  return resultOfError(answer.error, call, redact);
}

function resultOfError(error: WireError, call: ScriptCall, redact: Redact): ScriptResult {
  const message = shown(error.message, redact);
  if (error.kind === 'refused') return { answer: 'refused', code: word(error.code, redact), message };
  if (error.kind === 'wrong-credentials') {
    const { identifier } = error;
    const named = identifier === undefined ? {} : { identifier: identifierOf(identifier, call, redact) };
    return { answer: 'wrong-credentials', message, ...named };
  }
  const connectionCode = connectionCodeOf(error);
  if (connectionCode !== undefined) {
    return { answer: 'unavailable', reason: 'connection-failed', code: connectionCode, message };
  }
  const code = error.code === undefined ? {} : { code: word(error.code, redact) };
  return { answer: 'fault', fault: { name: word(error.name, redact), message, ...code } };
}

/** The identifier that the script names, which may be the one typed; never the password. */
function identifierOf(identifier: string, { args: [typed, ...others] }: ScriptCall, redact: Redact): string {
  if (identifier === typed && !others.includes(typed)) return typed.slice(0, maxIdentifierCharacters);
  return redacted(identifier, redact, maxIdentifierCharacters);
}

function shown(message: string, redact: Redact): string {
  return redacted(message, redact, maxShownCharacters);
}

function word(text: string, redact: Redact): string {
  return redacted(text, redact, maxNameCharacters);
}

/** Cut first: what nobody reads need not be searched. */
function redacted(text: string, redact: Redact, maxCharacters: number): string {
  const isCut = text.length > maxCharacters || text.length >= maxMessageCharacters;
  return redact(text.slice(0, maxCharacters), isCut).slice(0, maxCharacters);
}

function redactLogs(logs: readonly ScriptLog[], redact: Redact): readonly ScriptLog[] {
  const characters = logs.reduce((sum, { text }) => sum + text.length, 0);
  const cutLine = characters >= maxLogCharacters ? logs.length - 1 : -1;
  return logs.map(({ level, text }, index) => ({ level, text: redact(text, index === cutLine) }));
}

function faultOfDeath(cause: DeathCause, limits: RunnerLimits): ScriptFault {
  const name = 'ScriptFault';
  switch (cause) {
    case 'blocked':
      return {
        name,
        code: 'blocked',
        message: `The script blocked its process for more than ${limits.blockedMs} ms.`,
      };
    case 'memory':
      return {
        name,
        code: 'out-of-memory',
        message: `The script used more than ${limits.heapMb} MB of heap or ${limits.rssMb} MB of memory.`,
      };
    case 'threads':
      return { name, code: 'too-many-threads', message: `The script made more than ${maxThreads} threads.` };
    case 'exit':
      return { name, code: 'process-exit', message: 'The script ended its process.' };
    case 'protocol':
      return { name, code: 'protocol', message: 'The process of the script sent what no runner sends.' };
    case 'crash':
      return { name, code: 'crash', message: 'The process of the script died.' };
  }
}
