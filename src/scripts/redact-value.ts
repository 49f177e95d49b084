import { isPlainObject } from '../lib/json.ts';
import { argumentSecrets, configurationSecrets } from './call-secrets.ts';
import { redactor } from './redact.ts';
import type { ScriptCall } from './script-call.ts';
import { secretIndex } from './secret-index.ts';

/**
 * What a script gave, without the password and the configuration: wherever a text of it holds one of these, in whatever
 * form messages are searched for, a label stands instead. What a script has put in disguise is not found.
 */
export function redactValue(value: unknown, call: Pick<ScriptCall, 'args' | 'script' | 'scripts'>): unknown {
  // Who is asked for is no secret in an answer about them.
  const typed = argumentSecrets(call).filter(({ text }) => text !== call.args[0]);
  const redact = redactor(secretIndex(typed), configurationSecrets(call.scripts.configuration));
  const clean = (each: unknown): unknown => {
    if (typeof each === 'string') return redact(each);
    if (Array.isArray(each)) return each.map(clean);
    if (!isPlainObject(each)) return each;
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [redact(key), clean(inner)]));
  };
  return clean(value);
}
