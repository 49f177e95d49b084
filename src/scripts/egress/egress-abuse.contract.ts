import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Launch } from '../index.ts';
import { faultCodeIn, openScriptKit, valueIn } from '../script-kit.contract.ts';

/** What is made of a process that dies on the way out. What one asks for that ours would not is in ../attacks. */
export function describeEgressAbuse(level: string, launch: Launch): void {
  describe(`the way out, abused, at level ${level}`, { timeout: 60_000 }, () => {
    const heard: string[] = [];
    const { ask } = openScriptKit({ launch, deadlineMs: 8_000 });
    const server = createServer((socket) => {
      socket.on('error', () => {}).on('data', (chunk) => heard.push(String(chunk)));
    });
    let configuration: Readonly<Record<string, string>>;

    before(async () => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      configuration = { PORT: String((server.address() as AddressInfo).port) };
    });
    after(() => server.close());

    it('does not repeat a call that dies with another one, once connections carried bytes (S9)', async () => {
      for (const [sent, times] of [
        ['', 2],
        ['bytes', 1],
      ] as const) {
        const connection = `death after "${sent}"`;
        const source = `(email, password, callback) => {
          if (email === 'bad@example.com') return setTimeout(() => process.exit(), 300);
          if (email === 'warm@example.com') return callback(null, {});
          require('net').connect(Number(configuration.PORT), '127.0.0.1').write(${JSON.stringify(sent)});
          setTimeout(callback, 600, null, { id: 1 });
        }`;
        const asking = { configuration, connection };
        await ask(source, { ...asking, email: 'warm@example.com' });
        const before = heard.length;
        const [innocent, guilty] = await Promise.all([
          ask(source, asking),
          ask(source, { ...asking, email: 'bad@example.com' }),
        ]);
        assert.equal(faultCodeIn(guilty), 'process-exit');
        if (times === 2) assert.deepEqual(valueIn(innocent), { id: 1 }, 'repeated');
        else assert.equal(faultCodeIn(innocent), 'process-exit', 'not repeated');
        assert.equal(heard.length - before, times - (sent === '' ? 2 : 0));
      }
    });
  });
}
