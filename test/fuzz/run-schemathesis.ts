import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { requireService } from '../kit/services/index.ts';

export interface SchemathesisRun {
  /** Of the server, with a trailing slash. */
  readonly url: string;
  readonly operatorToken: string;
  readonly userToken: string;
  /** Of the requests: the examples of the document; the bounds of each schema, one by one; made-up ones; calls in a row. */
  readonly phases: readonly ('examples' | 'coverage' | 'fuzzing' | 'stateful')[];
  /** Requests that are made up for each operation. */
  readonly maxExamples: number;
  /** Makes the same requests again. */
  readonly seed: number;
}

export interface SchemathesisResult {
  readonly found: boolean;
  /** All that it says. */
  readonly report: string;
}

// What the document promises, and nothing that it does not: what is refused is a matter of the request tables.
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

/**
 * Has Schemathesis read the OpenAPI document of a server, and send what it makes of it.
 *
 * @throws MissingServiceError with the command that installs it
 */
export async function runSchemathesis({
  url,
  operatorToken,
  userToken,
  phases,
  maxExamples,
  seed,
}: SchemathesisRun): Promise<SchemathesisResult> {
  const here = (file: string): string => join(import.meta.dirname, file);
  await using folder = await ownFolder();
  const child = spawn(
    requireService('schemathesis'),
    [
      ...[
        '--config-file',
        here('schemathesis.toml'),
        'run',
        `${url}openapi.json`,
        '--url',
        url.replace(/\/$/, ''),
      ],
      ...['--checks', checks.join(','), '--max-examples', `${maxExamples}`, '--seed', `${seed}`],
      ...['--phases', phases.join(','), '--generation-database', 'none', '--no-color'],
    ],
    {
      env: {
        ...process.env,
        PYTHONDONTWRITEBYTECODE: '1',
        SEGUE_FUZZ_HOOKS: here('schemathesis_auth.py'),
        SEGUE_OPERATOR_TOKEN: operatorToken,
        SEGUE_USER_TOKEN: userToken,
      },
      cwd: folder.path,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [report, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0 && code !== 1) throw new Error(`Schemathesis ended with ${code}: ${report}`);
  return { found: code !== 0, report };
}

/** Where it may leave what it has learnt. */
async function ownFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'segue-fuzz-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
