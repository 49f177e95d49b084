import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';

const index = new URL('./index.ts', import.meta.url).href;

/** A program that runs a script, uses every descriptor it may have, runs two more, gives them back, and one more. */
const program = (launch: string, module: URL): string => `
  import { closeSync, openSync } from 'node:fs';
  import { createScriptRunner } from ${JSON.stringify(index)};
  import { ${launch} } from ${JSON.stringify(module.href)};
  const runner = createScriptRunner({ launch: ${launch} });
  const ask = async (connectionId) => {
    const scripts = { version: '1', configuration: {}, sources: { login: 'async () => ({ id: 1 })' } };
    const call = { connectionId, connectionName: 'c', script: 'login', args: ['a@example.com', 'pw'], scripts };
    const { answer, reason } = await runner.run(call);
    console.log(answer, reason ?? '');
  };
  await ask('a');
  const open = [];
  try { for (;;) open.push(openSync('/dev/null')); } catch {}
  await ask('b');
  await ask('c');
  for (const one of open) closeSync(one);
  await ask('d');
  await runner.close();
`;

/** A server that has no descriptor left says so of its calls, and lives on. */
export function describeNoDescriptors(level: string, launch: string, module: URL): void {
  describe(`a server at ${level} without descriptors`, { timeout: 120_000 }, () => {
    it('fails the calls that need a process, and goes on when there are some again', async () => {
      const limited = ['-c', 'ulimit -n 300; exec "$@"', 'sh', process.execPath, '--input-type=module', '-e'];
      const child = spawn('/bin/sh', [...limited, program(launch, module)]);
      const [said, complaints] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'close'),
      ]);
      assert.equal(child.exitCode, 0, complaints);
      const [first, ...others] = said
        .trim()
        .split('\n')
        .map((line) => line.trim());
      const last = others.pop();
      assert.deepEqual([first, last], ['value', 'value']);
      assert.ok(others.includes('unavailable runner-failed'), said);
    });
  });
}
