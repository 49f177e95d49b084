import { type Browser, chromium } from 'playwright-core';
import { requireService } from './services/index.ts';

/**
 * Starts Chromium without a window; a test says `skipUnless('chromium')`, and closes it. As root, as in most containers,
 * Chromium does not sandbox: it opens nothing but our own pages.
 *
 * @throws MissingServiceError with the command that installs it
 */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: requireService('chromium'),
    chromiumSandbox: process.getuid?.() !== 0,
  });
}
