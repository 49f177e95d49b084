import { types } from 'node:util';
import { forbiddenKeys, frameBytes, maxDepth, maxLineBytes } from './protocol.mjs';
import { InvalidResultError } from './script-errors.mjs';

const maxBytes = maxLineBytes - frameBytes;

/**
 * The JSON text of what a script answered. Dates become ISO strings, a BigInt its digits, a Buffer what its
 * `toJSON` gives; functions, symbols and undefined are left out, as `JSON.stringify` has it. The value is
 * copied first, under a budget: a 64 MB result is refused before it is turned into text.
 * @param {unknown} value
 * @returns {string}
 * @throws {InvalidResultError} circular, too deep, too large, or nothing that JSON can hold
 */
export function toJsonText(value) {
  const plain = copy(value, '', { path: 'result', ancestors: [], budget: { characters: maxBytes } });
  if (plain === undefined) {
    throw new InvalidResultError('result-not-json', `The result is a ${typeof value}, which is no profile.`);
  }
  const text = JSON.stringify(plain);
  if (Buffer.byteLength(text) > maxBytes) throw tooLarge();
  return text;
}

/**
 * @typedef {{ path: string, ancestors: readonly object[], budget: { characters: number } }} Place
 * @param {unknown} value @param {string} key @param {Place} place @returns {unknown}
 */
function copy(value, key, place) {
  if (typeof value === 'object' && value !== null) return copyObject(value, key, place);
  if (typeof value === 'bigint') return spend(place, value.toString());
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value === 'string') return spend(place, value);
  place.budget.characters -= 1;
  return value;
}

/** @param {object} value @param {string} key @param {Place} place @returns {unknown} */
function copyObject(value, key, place) {
  if (place.ancestors.includes(value)) {
    throw new InvalidResultError('result-circular', `The result is circular at ${place.path}.`);
  }
  if (place.ancestors.length >= maxDepth) {
    throw new InvalidResultError('result-too-deep', `The result is nested deeper than ${maxDepth} levels.`);
  }
  // Before toJSON: that of a Buffer makes an array eight times its size.
  if (ArrayBuffer.isView(value) && value.byteLength > place.budget.characters) throw tooLarge();
  const inner = { ...place, ancestors: [...place.ancestors, value] };
  if ('toJSON' in value && typeof value.toJSON === 'function') return copy(value.toJSON(key), key, inner);
  if (types.isBoxedPrimitive(value)) return copy(value.valueOf(), key, place);
  return Array.isArray(value) ? copyArray(value, inner) : copyRecord(value, inner);
}

/** @param {readonly unknown[]} list @param {Place} place */
function copyArray(list, place) {
  if (list.length * 2 > place.budget.characters) throw tooLarge();
  return Array.from(list, (item, index) => {
    spend(place, ',');
    return copy(item, String(index), { ...place, path: `${place.path}[${index}]` }) ?? null;
  });
}

/** @param {object} record @param {Place} place */
function copyRecord(record, place) {
  /** @type {Record<string, unknown>} */
  const plain = {};
  for (const key of Object.keys(record)) {
    if (forbiddenKeys.has(key)) continue;
    spend(place, key);
    const value = copy(Reflect.get(record, key), key, {
      ...place,
      path: `${place.path}.${key.slice(0, 64)}`,
    });
    if (value !== undefined) plain[key] = value;
  }
  return plain;
}

/** @param {Place} place @param {string} text */
function spend(place, text) {
  place.budget.characters -= text.length + 2;
  if (place.budget.characters < 0) throw tooLarge();
  return text;
}

function tooLarge() {
  return new InvalidResultError('result-too-large', 'The result is larger than 1 MB.');
}
