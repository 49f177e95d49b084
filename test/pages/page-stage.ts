import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openPages, type PagesFixture } from '../../src/pages/fakes/pages-fixture.ts';
import type { TicketDetails } from '../../src/pages/needs.ts';
import { startBrowser } from '../kit/browser.ts';

/** The hosted pages on a real server, and a real browser before it. */
export interface PageStage {
  readonly fixture: PagesFixture;
  /** Without a slash at its end. */
  readonly origin: string;
  readonly browser: Browser;
  /** A browser window of its own; every complaint of the browser fails the test that `close`s the stage. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** Opens a new ticket's link. */
  visit(page: Page, ticket?: Partial<TicketDetails>): Promise<string>;
  close(): Promise<void>;
}

/** Opens both; the caller closes the stage. */
export async function openPageStage(): Promise<PageStage> {
  const fixture = await openPages();
  await fixture.server.listen({ port: 0, host: '127.0.0.1' });
  const address = fixture.server.server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const origin = `http://localhost:${address.port}`;
  const browser = await startBrowser();
  const complaints: string[] = [];
  const pathOf = { 'password-change': 'reset-password', 'email-verification': 'email-verification' };
  return {
    fixture,
    origin,
    browser,
    async open(options) {
      const context = await browser.newContext({ locale: 'en-GB', ...options });
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        // A page that is answered 4xx or 5xx is complained of as well.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
          complaints.push(message.text());
        }
      });
      return page;
    },
    async visit(page, ticket) {
      const secret = fixture.issue(ticket);
      await page.goto(`${origin}/u/${pathOf[ticket?.purpose ?? 'password-change']}?ticket=${secret}`);
      return secret;
    },
    async close() {
      await browser.close();
      await fixture.server.close();
      assert.deepEqual(complaints, []);
    },
  };
}
