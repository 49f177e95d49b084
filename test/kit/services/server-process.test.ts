import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { skipUnless } from './index.ts';
import { ownTemporaryFolder } from './own-temporary-folder.ts';
import { inNewServerDirectory } from './server-directory.ts';
import { startServer } from './server-process.ts';

/** Long enough for a loaded machine; the watchdog itself needs well under a second. */
const patienceMs = 15_000;

describe('a server', () => {
  const folder = ownTemporaryFolder();
  after(() => folder.remove());

  it('goes away with a test process that is killed', skipUnless('openldap'), async () => {
    const start = `import { startOpenLdap } from './index.ts';
      console.log((await startOpenLdap()).url);
      setInterval(() => {}, 1000);`;
    const test = spawn(process.execPath, ['--input-type=module-typescript', '--eval', start], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(createInterface(test.stdout), 'line');
    assert.notDeepEqual(folder.traces(), []);
    test.kill('SIGKILL');
    await once(test, 'exit');
    const deadline = performance.now() + patienceMs;
    while (folder.traces().length > 0 && performance.now() < deadline) await delay(20);
    assert.deepEqual(folder.traces(), []);
  });

  it('that does not get ready is reported in its own words, and leaves nothing', async () => {
    const starting = inNewServerDirectory('broken', undefined, (directory) =>
      startServer({
        program: '/bin/sh',
        args: () => ['-c', 'echo no such schema >&2; exit 3'],
        directory,
        readyText: 'I am up',
        stopSignal: 'TERM',
      }),
    );
    await assert.rejects(starting, /ended before it was ready:\nno such schema/);
    assert.deepEqual(folder.traces(), []);
  });

  it('gets another port when somebody was faster', async () => {
    const ports: number[] = [];
    const server = await inNewServerDirectory('slow', undefined, (directory) =>
      startServer({
        program: '/bin/sh',
        args: (port) => {
          ports.push(port);
          return ['-c', ports.length < 3 ? 'echo Address already in use' : 'echo I am up; exec sleep 60'];
        },
        directory,
        readyText: 'I am up',
        stopSignal: 'TERM',
      }),
    );
    assert.equal(server.port, ports[2]);
    await server.stop();
    assert.deepEqual(folder.traces(), []);
  });
});
