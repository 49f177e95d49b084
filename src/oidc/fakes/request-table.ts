import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, type OidcUnderTest, type PostOptions, password, secret } from './open-oidc.ts';

/** Why, body, what the answer begins with (`status error: description`), and what else is sent. */
export type Row = readonly [
  why: string,
  body: Record<string, unknown>,
  answer: string,
  options?: PostOptions & { readonly path?: string },
];

export const web = { client_id: 'web', client_secret: secret };
export const login = { ...web, grant_type: 'password', username: 'ada@example.com', password };
export const machine = {
  client_id: 'machine',
  client_secret: secret,
  grant_type: 'client_credentials',
  audience: api,
};

/** The header of Basic authentication. */
export function basic(clientId: string, clientSecret: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` };
}

/**
 * A test for each row. Every answer is JSON that nobody may cache, whatever the caller would accept; neither it nor the
 * log nor an event tells the password or the secret.
 */
export function testRequests(edgeOf: () => OidcUnderTest, rows: readonly Row[]): void {
  for (const [why, body, expected, options] of rows) {
    test(`${why}: ${expected}`, async () => {
      const edge = edgeOf();
      const answer = await edge.post(options?.path ?? '/oauth/token', body, {
        ...options,
        headers: { accept: 'text/html', ...options?.headers },
      });
      const { error, error_description: description } = answer.body;
      const told = error === undefined ? `${answer.status}` : `${answer.status} ${error}: ${description}`;
      assert.ok(told.startsWith(expected), answer.text);
      assert.equal(answer.headers['cache-control'], 'no-store');
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
      if (answer.status !== 200) {
        assert.match(String(answer.headers['content-type']), /^application\/json/);
        assert.deepEqual(Object.keys(answer.body).sort(), ['error', 'error_description']);
      }
      const seen = answer.text + edge.logLines.join('') + JSON.stringify(edge.events);
      assert.ok(!seen.includes(password) && !seen.includes(secret), 'a secret was told');
    });
  }
}
