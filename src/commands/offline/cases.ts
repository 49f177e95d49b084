import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../lib/json.ts';
import { exitCodes, Failure } from '../operator/failure.ts';
import { readText } from '../operator/read-input.ts';
import type { ScriptName } from '../operator/scripts/script-files.ts';
import { readScriptName } from '../operator/scripts/try.ts';
import { askSecret } from '../operator/terminal/ask-person.ts';
import { optionText, type VerbRequest } from '../operator/verb.ts';

/** One question to a script, and what should come of it. */
export interface Case {
  readonly name: string;
  readonly script: ScriptName;
  readonly identifier: string;
  readonly password: string | undefined;
  readonly expect: Expectation;
}

export interface Expectation {
  readonly outcome: Outcome;
  /** What the profile has at least. */
  readonly profile: JsonObject;
}

const outcomes = ['profile', 'absent', 'refused', 'unavailable', 'fault'] as const;

/** How a script can answer, in the words of the server's own trial. */
export type Outcome = (typeof outcomes)[number];

/**
 * The cases of a file, or the one of `--email`.
 *
 * @throws Failure
 */
export async function readCases(request: VerbRequest, main: ScriptName): Promise<readonly Case[]> {
  const file = optionText(request, 'cases');
  const email = optionText(request, 'email');
  if ((file === undefined) === (email === undefined)) {
    throw new Failure(exitCodes.usage, 'either --email or --cases is needed');
  }
  if (file !== undefined) return parseCases(await readText(file), file, main);
  const identifier = email ?? '';
  const password = main === 'login' ? await askSecret('Password') : undefined;
  const expect = {
    outcome: readOutcome(optionText(request, 'expect') ?? 'profile', '--expect'),
    profile: {},
  };
  return [{ name: identifier, script: main, identifier, password, expect }];
}

/** Reads a file of cases. */
function parseCases(text: string, file: string, main: ScriptName): readonly Case[] {
  const value = parseJson(text); // what the parser says of a fault would quote from it, and there are passwords
  if (value === undefined) throw malformed(file, 'it is no JSON');
  if (!Array.isArray(value) || value.length === 0)
    throw malformed(file, 'it is a list of cases, with one at least');
  return value.map((each: JsonValue, index) => readCase(each, `${file}: case ${index + 1}`, main));
}

const known = ['name', 'script', 'email', 'password', 'expect'];

function readCase(value: JsonValue, where: string, main: ScriptName): Case {
  if (!isJsonObject(value)) throw malformed(where, 'it is an object');
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw malformed(where, `unknown key "${unknown}"; known are ${known.join(', ')}`);
  const { name, script, email, password, expect } = value;
  if (typeof email !== 'string' || email === '') throw malformed(where, 'email is a text');
  const asked = typeof script === 'string' ? readScriptName(script) : main;
  if (asked === 'login' && typeof password !== 'string')
    throw malformed(where, 'a login has a password, a text');
  return {
    name: typeof name === 'string' ? name : `${asked} ${email}`,
    script: asked,
    identifier: email,
    password: asked === 'login' && typeof password === 'string' ? password : undefined,
    expect: readExpectation(expect, where),
  };
}

function readExpectation(value: JsonValue | undefined, where: string): Expectation {
  if (value === undefined) return { outcome: 'profile', profile: {} };
  if (typeof value === 'string') return { outcome: readOutcome(value, where), profile: {} };
  if (!isJsonObject(value)) throw malformed(where, 'expect is an outcome, or { outcome, profile }');
  const { outcome = 'profile', profile = {} } = value;
  if (typeof outcome !== 'string' || !isJsonObject(profile))
    throw malformed(where, 'expect is { outcome, profile }');
  return { outcome: readOutcome(outcome, where), profile };
}

function readOutcome(text: string, where: string): Outcome {
  const found = outcomes.find((outcome) => outcome === text);
  if (found !== undefined) return found;
  throw malformed(where, `"${text}" is no outcome: ${outcomes.join(', ')}`);
}

function malformed(where: string, why: string): Failure {
  return new Failure(exitCodes.badData, `${where}: ${why}`);
}
