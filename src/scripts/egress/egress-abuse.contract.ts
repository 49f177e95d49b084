import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Launch } from '../index.ts';
import { faultCodeIn, openScriptKit, valueIn } from '../script-kit.contract.ts';

/** What is made of a process that asks for the way out as ours would not, and of one that dies on the way. */
export function describeEgressAbuse(level: string, launch: Launch): void {
  describe(`the way out, abused, at level ${level}`, { timeout: 60_000 }, () => {
    const heard: string[] = [];
    const { ask } = openScriptKit({ launch, deadlineMs: 8_000, resolve: () => new Promise(() => {}) });
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

    for (const line of [
      '{"type":"egress","id":0,"host":"127.0.0.1","port":1,"family":0}',
      '{"type":"egress","id":1,"host":"x","port":-1,"family":0}',
      '{"type":"resolve","id":1,"host":7,"family":0}',
      '{"type":"query","id":1,"host":"example.com","recordType":"ANY"}',
    ]) {
      it(`ends a process that forges ${line}`, async () => {
        const forge = `function () { require('fs').writeSync(3, ${JSON.stringify(`${line}\n`)}); }`;
        assert.equal(faultCodeIn(await ask(forge)), 'protocol');
      });
    }

    it('ends a process that asks for more at once than ours ever would', async () => {
      const flood = `function () { for (let i = 1; i <= 200; i += 1) require('fs').writeSync(3, '{"type":"resolve","id":' + i + ',"host":"hangs.example.com","family":0}\\n'); }`;
      assert.equal(faultCodeIn(await ask(flood)), 'protocol');
    });

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
