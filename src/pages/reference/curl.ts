import type { JsonSchema, OpenApiDocument, Operation } from '../../http/index.ts';
import { isPlainObject } from '../../lib/json.ts';

/** A call of the API: an operation at its place. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Every call of a document, in its order. */
export function callsIn({ paths }: OpenApiDocument): readonly Call[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

/** A call as a command for a shell, with the examples of the document. */
export function curlOf(baseUrl: string, call: Call): string {
  const { method, operation } = call;
  const body = bodyArguments(operation);
  const usual = body.length === 0 ? 'GET' : 'POST';
  return [
    `curl ${method === usual ? '' : `--request ${method} `}${quoted(baseUrl + targetOf(call))}`,
    ...authorization(operation),
    ...body,
  ].join(' \\\n  ');
}

/** The path with its places filled, and the query parameters that a call needs. */
function targetOf({ path, operation }: Call): string {
  const { parameters = [] } = operation;
  const filled = parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce(
      (rest, { name, example }) => rest.replace(`{${name}}`, encodeURIComponent(String(example))),
      path,
    );
  const needed = parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
  const query = new URLSearchParams(
    needed.map(({ name, example }): [string, string] => [name, String(example)]),
  );
  return query.size === 0 ? filled : `${filled}?${query}`;
}

/** The token stands in a variable of the shell: a command in its history shows none. */
function authorization({ security }: Operation): readonly string[] {
  const scheme = security.flatMap((requirement) => Object.keys(requirement))[0];
  if (scheme === 'managementToken') return ['--header "Authorization: Bearer $TOKEN"'];
  return scheme === 'userToken' ? ['--header "Authorization: Bearer $USER_TOKEN"'] : [];
}

function bodyArguments({ requestBody }: Operation): readonly string[] {
  const [[type, media] = []] = Object.entries(requestBody?.content ?? {});
  if (type === undefined || media === undefined) return [];
  const { example } = media;
  if (!type.includes('urlencoded')) return [`--json ${quoted(JSON.stringify(example, null, 2))}`];
  const fields = isPlainObject(example) ? Object.entries(example) : [];
  return fields.map(([name, value]) => `--data-urlencode ${quoted(`${name}=${String(value)}`)}`);
}

/** A text as one word of a shell. */
function quoted(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The name of a component that a schema refers to. */
export function referredName({ $ref }: JsonSchema): string | undefined {
  return typeof $ref === 'string' ? $ref.split('/').at(-1) : undefined;
}
