import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { isJsonObject, type JsonObject, parseJson } from '../../lib/json.ts';
import { exitCodes, Failure } from './failure.ts';

/**
 * The text of a file; `-` is the standard input.
 *
 * @throws Failure when it cannot be read
 */
export async function readText(file: string): Promise<string> {
  try {
    return file === '-' ? await readInput() : await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'no text';
    throw new Failure(exitCodes.noInput, `${file} cannot be read: ${reasons[why] ?? why}`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you may not',
};

async function readInput(): Promise<string> {
  process.stdin.setEncoding('utf8');
  let text = '';
  for await (const piece of process.stdin) text += String(piece);
  return text;
}

/**
 * A JSON object in a file.
 *
 * @throws Failure when it cannot be read, or is none
 */
export async function readObject(file: string): Promise<JsonObject> {
  const value = parseJson(await readText(file));
  if (isJsonObject(value)) return value;
  throw new Failure(exitCodes.badData, `${file} holds no JSON object`);
}

/**
 * The lines `KEY=value` of a file, as of a `.env`: what scripts get as `configuration`.
 *
 * @throws Failure when it cannot be read
 */
export async function readConfiguration(file: string): Promise<Readonly<Record<string, string>>> {
  const pairs = Object.entries(parseEnv(await readText(file)));
  return Object.fromEntries(pairs.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
