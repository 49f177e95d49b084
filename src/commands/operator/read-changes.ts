import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../lib/json.ts';
import { exitCodes, Failure } from './failure.ts';
import { readObject } from './read-input.ts';
import { optionText, optionTexts, type VerbRequest } from './verb.ts';

/** A property that is to have a value: `app_metadata.plan` is two names. */
export interface Setting {
  readonly path: readonly [string, ...string[]];
  readonly value: JsonValue;
}

/**
 * The properties that `--from` and `--set` give.
 *
 * @param current where a `--set` reaches within a property, the rest of it stays as it is here
 * @throws Failure when they cannot be read
 */
export async function readChanges(
  request: VerbRequest,
  current: JsonObject,
  named: readonly Setting[] = [],
): Promise<JsonObject> {
  const file = optionText(request, 'from');
  const given = file === undefined ? {} : await readObject(file);
  const settings = [...named, ...optionTexts(request, 'set').map(readSetting)];
  return settings.reduce((changes, setting) => withSetting(changes, setting, current), given);
}

/** What a `--set` says. */
function readSetting(text: string): Setting {
  const at = text.indexOf('=');
  const [first = '', ...rest] = text.slice(0, Math.max(at, 0)).split('.');
  const path = [first, ...rest] as const;
  if (at < 1 || path.includes('')) {
    throw new Failure(
      exitCodes.usage,
      '--set takes property=value, such as name="Web site" or app_metadata.plan=gold',
    );
  }
  if (path.some((name) => /^(?:password|client_secret|configuration)$/.test(name))) {
    throw new Failure(
      exitCodes.usage,
      `${path.join('.')} is not for the command line, which everybody on this machine can read`,
      'Put it into a file for --from or --configuration, or have it asked for with --password.',
    );
  }
  return { path, value: parseJson(text.slice(at + 1)) ?? text.slice(at + 1) };
}

function withSetting(changes: JsonObject, { path, value }: Setting, current: JsonObject): JsonObject {
  const [top, ...rest] = path;
  const base = Object.hasOwn(changes, top) ? changes[top] : current[top];
  return { ...changes, [top]: withValue(base, rest, value) };
}

function withValue(base: JsonValue | undefined, path: readonly string[], value: JsonValue): JsonValue {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const object = isJsonObject(base) ? base : {};
  return {
    ...object,
    [name]: withValue(Object.hasOwn(object, name) ? object[name] : undefined, rest, value),
  };
}
