/**
 * What a JSON value looks like: a kind of value, a text that fits a pattern, a list whose items have one shape, or an
 * object by its keys: `name?` may be missing, and `*` allows others.
 */
export type Shape =
  | 'anything'
  | 'boolean'
  | 'list'
  | 'number'
  | 'object'
  | 'text'
  | 'time'
  | RegExp
  | readonly [Shape]
  | { readonly [key: string]: Shape };

/** What Segue adds to Auth0's objects has one name everywhere. */
const ours = 'segue';
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Where a value is not of a shape; empty when it is. */
export function faultsIn(value: unknown, shape: Shape, at = 'body'): readonly string[] {
  if (typeof shape === 'string')
    return isOfKind(value, shape) ? [] : [`${at} is not ${shape}: ${show(value)}`];
  if (shape instanceof RegExp) {
    return typeof value === 'string' && shape.test(value) ? [] : [`${at} is not ${shape}: ${show(value)}`];
  }
  if (isList(shape)) {
    if (!Array.isArray(value)) return [`${at} is no list: ${show(value)}`];
    return value.flatMap((item, index) => faultsIn(item, shape[0], `${at}[${index}]`));
  }
  return isObject(value) ? faultsInKeys(value, shape, at) : [`${at} is no object: ${show(value)}`];
}

function faultsInKeys(
  value: Readonly<Record<string, unknown>>,
  shape: Readonly<Record<string, Shape>>,
  at: string,
): readonly string[] {
  const known = Object.entries(shape).map(([key, each]) => ({
    key: key.replace(/\?$/, ''),
    each,
    written: key,
  }));
  const strange = Object.keys(value).filter(
    (key) => key !== ours && shape['*'] === undefined && !known.some((each) => each.key === key),
  );
  const wrong = known
    .filter(({ written }) => written !== '*')
    .flatMap(({ key, each, written }) => {
      if (key in value) return faultsIn(value[key], each, `${at}.${key}`);
      return written.endsWith('?') ? [] : [`${at}.${key} is missing`];
    });
  return [...strange.map((key) => `${at}.${key} is unknown`), ...wrong];
}

function isOfKind(value: unknown, kind: Extract<Shape, string>): boolean {
  switch (kind) {
    case 'anything':
      return true;
    case 'text':
      return typeof value === 'string';
    case 'time':
      return typeof value === 'string' && time.test(value);
    case 'list':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return typeof value === kind;
  }
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 200);
}
