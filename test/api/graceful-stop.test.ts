import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLegacyConnection } from '../kit/legacy-connection.ts';
import { startSegue } from '../kit/start-segue.ts';
import { createStatementGate } from '../kit/statement-gate.ts';
import { stores } from '../kit/stores.ts';

// Supervisors wait ten seconds before they kill.
const longestStopMs = 5_000;

for (const store of stores) {
  test(
    `a stop lets requests in flight finish, and waits no longer, ${store.name}`,
    store.options,
    async () => {
      const gate = createStatementGate();
      const segue = await startSegue(store, { seams: { aroundStatement: gate.aroundStatement } });
      const connection = await createLegacyConnection(segue, {
        login: '(email, password, callback) => callback(null, { user_id: email, email })',
      });
      const held = gate.hold(/^insert into "users"/);
      const answering = connection.logIn('user@example.com', 'any');
      await held.reached;
      const began = performance.now();
      const stopping = segue.stop();
      await untilNobodyListens(segue.url);
      held.release();
      assert.equal((await answering).status, 200);
      await stopping; // although the client keeps its connection alive, as proxies do
      const tookMs = performance.now() - began;
      assert.ok(tookMs < longestStopMs, `${tookMs} ms`);
    },
  );
}

async function untilNobodyListens(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}healthz`, { headers: { connection: 'close' } }).catch(() => undefined);
    if (answer === undefined) return;
    await answer.arrayBuffer();
  }
}
