import { findScriptFunction, lineOf } from './runner/find-script-function.mjs';
import type { ScriptName } from './script-call.ts';

/** The line counts from 1. */
export type ScriptCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly message: string; readonly line?: number };

/** A long script is some hundred lines; one with a bundled library does not belong here. */
const maxSourceCharacters = 200_000;

/** Whether a script can be read and holds a function. Parses only: no code of the operator's is evaluated. */
export function checkScript(source: string, script: ScriptName): ScriptCheck {
  if (source.length > maxSourceCharacters) {
    return { ok: false, message: `The script is longer than ${maxSourceCharacters} characters.` };
  }
  try {
    findScriptFunction(source, script);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const line = lineOf(error);
    return { ok: false, message: error.message, ...(line === undefined ? {} : { line }) };
  }
}
