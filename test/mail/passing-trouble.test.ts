import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { readActionScripts } from '../../examples/legacy-shop/action-scripts.ts';
import { createManualClock } from '../../src/accounts/fakes/manual-clock.ts';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { openMailbox } from '../kit/mailbox.ts';
import { startSegue } from '../kit/start-segue.ts';
import { stores } from '../kit/stores.ts';
import { forget, untilMetric } from './letters-stage.ts';

const { login, getUser } = await readActionScripts();
const sent = 'segue_job_attempts_total{kind="send-letter",end="completed"}';
const blunt = getUser.replace(/^.*error\.code = .*$/m, '');
assert.notEqual(blunt, getUser);

for (const store of stores) {
  for (const [how, script, kind] of [
    ['its script says that it is away', getUser, 'legacy-unavailable'],
    ['its script only fails', blunt, 'script-fault'],
  ] as const) {
    test(
      `a legacy system that answers 503 for a while costs nobody the letter: ${how}, ${store.name}`,
      store.options,
      async (t) => {
        let isWell = false;
        const shop = createServer((_request, response) => {
          const user = { user_id: 7, nickname: 'ada', email: 'ada@example.com' };
          response
            .writeHead(isWell ? 200 : 503)
            .end(JSON.stringify(isWell ? user : { error: 'maintenance' }));
        });
        await once(shop.listen(0, '127.0.0.1'), 'listening');
        t.after(() => shop.close());
        const address = shop.address();
        assert.ok(typeof address === 'object' && address !== null);
        const mailbox = await openMailbox();
        t.after(() => mailbox.close());
        const clock = createManualClock(Date.now());
        const environment = { SMTP_URL: mailbox.url };
        const segue = await startSegue(store, { environment, seams: { clock } });
        t.after(() => segue.stop());
        const connection = await createLegacyConnection(segue, {
          login,
          getUser: script,
          configuration: {
            SHOP_URL: `http://127.0.0.1:${address.port}`,
            SHOP_API_USER: 'segue',
            SHOP_API_PASSWORD: segue.canaries.plant('shop'),
          },
        });

        await forget(segue, connection, 'ada@example.com');
        const putBack = 'segue_job_attempts_total{kind="password-change-request",end="put-back"}';
        await untilMetric(segue, putBack, 1);
        clock.advance(40_000);
        await untilMetric(segue, putBack, 2, clock);
        isWell = true;
        clock.advance(150_000);
        await untilMetric(segue, sent, 1, clock);
        const [letter] = mailbox.letters();
        assert.equal(letter?.to, 'ada@example.com');
        for (const link of letter.links)
          segue.canaries.watch('ticket', new URL(link).searchParams.get('ticket') ?? '');
        const lines = segue.logLines.filter((line) => line.includes(`"msg":"${kind}"`));
        assert.equal(lines.length, 1, 'it is told once');
      },
    );
  }
}
