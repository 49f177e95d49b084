import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import type { OpenApiDocument } from '../../src/http/index.ts';
import { endpoints } from '../../src/management-api/endpoints.ts';
import { requestExamples } from '../../src/management-api/examples.ts';
import { type Call, callsIn, curlOf } from '../../src/pages/reference/curl.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';

const [sqlite] = stores;

describe('the examples of the OpenAPI document', () => {
  let segue: Segue;
  let calls: readonly Call[];
  let managementToken: string;
  before(async () => {
    assert.ok(sqlite !== undefined);
    segue = await startSegue(sqlite);
    const document: OpenApiDocument = (await segue.request('openapi.json')).body;
    calls = callsIn(document);
    const { clientId, clientSecret } = segue.operator;
    const { body } = await segue.token({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      audience: `${segue.issuer}api/v2/`,
    });
    managementToken = body.access_token;
  });
  after(() => segue.stop());

  test('the story has no request that no endpoint takes', () => {
    const names = endpoints.map(({ method, url }) => `${method} ${url}`);
    assert.deepEqual(
      Object.keys(requestExamples).filter((name) => !names.includes(name)),
      [],
    );
  });

  // Whether there is such a user is not the schema's business; that the request is understood is.
  test('each command is understood as it stands', async (t) => {
    for (const call of calls) {
      await t.test(`${call.method} ${call.path}`, async () => {
        const { path, init } = await wordsOf(curlOf('', call), managementToken);
        const answer = await segue.request(path, init, ['client_secret']);
        if (answer.status === 400) {
          assert.doesNotMatch(answer.text, /validation error|payload JSON|media type/, answer.text);
        }
        assert.ok(answer.status < 500, answer.text);
        const isManaged = call.operation.security.some((requirement) => 'managementToken' in requirement);
        if (isManaged) assert.notEqual(answer.status, 401, answer.text);
      });
    }
  });
});

const run = promisify(execFile);

/** What a shell makes of a command, and curl of its arguments. */
async function wordsOf(command: string, token: string): Promise<Request> {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`;
  const { stdout } = await run('sh', ['-c', script], { env: { TOKEN: token, USER_TOKEN: 'none' } });
  return requestOf(stdout.split('\0').slice(0, -1));
}

interface Request {
  readonly path: string;
  readonly init: RequestInit;
}

/** A request from the arguments of curl: a path, and options that each have a value. */
function requestOf(words: readonly string[]): Request {
  const optionAt = words.map((word) => word.startsWith('--'));
  const path = words.find((_, index) => optionAt[index] !== true && optionAt[index - 1] !== true) ?? '';
  const valuesOf = (option: string): readonly string[] =>
    words.filter((_, index) => words[index - 1] === option);
  const known = ['--request', '--json', '--header', '--data-urlencode'];
  assert.deepEqual(
    words.filter((word, index) => optionAt[index] && !known.includes(word)),
    [],
  );
  const headers = new Headers(valuesOf('--header').map((header) => splitAt(header, ': ')));
  const fields = new URLSearchParams(valuesOf('--data-urlencode').map((field) => splitAt(field, '=')));
  const [json] = valuesOf('--json');
  if (json !== undefined) headers.set('content-type', 'application/json');
  const body = json ?? (fields.size > 0 ? fields : undefined);
  const [method = body === undefined ? 'GET' : 'POST'] = valuesOf('--request');
  return { path, init: { method, headers, ...(body === undefined ? {} : { body }) } };
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + separator.length)];
}
