import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions } from 'playwright-core';
import { ticketLifetimesMs } from '../../src/accounts/new-ticket.ts';
import { sampleLetter, sampleNow } from '../../src/mail/fakes/sample-letters.ts';
import { letterHtml } from '../../src/mail/letter-html.ts';
import { wordLetter } from '../../src/mail/word-letter.ts';
import { sampleBrand } from '../../src/pages/fakes/pages-fixture.ts';
import { compactPng } from './compact-png.ts';
import { openPageStage } from './page-stage.ts';
import { everyPage, type Step } from './steps.ts';

/*
 * Makes the pictures of docs/guides/hosted-pages.md again: `node test/pages/take-screenshots.ts`. Run by hand when the
 * pages have changed, and looked at before they are committed. Needs Chromium and a font that looks like Arial
 * (`apt-get install chromium fonts-liberation`).
 */

const letter: Step = (page) => {
  const brand = { ...sampleBrand, supportEmail: 'help@morgenrot.example', supportUrl: null };
  const link =
    'https://login.morgenrot.example/u/reset-password?ticket=mkVdZ0Xb6qU3nT8sR1yLw5cJ7hPzKfEaGi2oQvNt4D';
  const expiresAt = sampleNow + ticketLifetimesMs['password-change'];
  const sample = { ...sampleLetter('password-change', { brand, to: 'ada@example.com' }), link, expiresAt };
  return page.setContent(letterHtml(wordLetter(sample, sampleNow), null));
};

/** Each page that looks like no other, with the letter that leads to them. */
const pictured = [
  'new-password',
  'new-password-too-weak',
  'new-password-refused',
  'new-password-without-script',
  'new-password-done',
  'legacy-away',
  'script-fault',
  'link-gone',
  'verify-email',
  'email-verified',
  'not-found',
  'form-unreadable',
] as const satisfies readonly (keyof typeof everyPage)[];
const scenes: Readonly<Record<string, Step>> = {
  ...Object.fromEntries(pictured.map((name) => [name, everyPage[name]])),
  letter,
};

const desktop = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5, isMobile: true };

/** Light everywhere; dark once for each width, and where colour carries a meaning. */
const looks: readonly { name: string; options: BrowserContextOptions; of: readonly string[] }[] = [
  { name: 'desktop', options: { ...desktop, colorScheme: 'light' }, of: Object.keys(scenes) },
  { name: 'phone', options: { ...phone, colorScheme: 'light' }, of: Object.keys(scenes) },
  { name: 'desktop-dark', options: { ...desktop, colorScheme: 'dark' }, of: ['new-password-refused'] },
  { name: 'phone-dark', options: { ...phone, colorScheme: 'dark' }, of: ['new-password-too-weak', 'letter'] },
];

// A page of docs that loads in a moment, and a repository that stays small.
const maxBytes = 60_000;

const folder = fileURLToPath(new URL('../../docs/images/pages/', import.meta.url));
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const stage = await openPageStage();
try {
  for (const { name: look, options, of } of looks) {
    for (const scene of of) await take(scene, look, options);
  }
} finally {
  await stage.close();
}

async function take(scene: string, look: string, options: BrowserContextOptions): Promise<void> {
  const page = await stage.open({ ...options, reducedMotion: 'reduce' });
  await scenes[scene]?.(page, stage);
  const file = `${folder}${scene}-${look}.png`;
  const picture = await page.screenshot({ fullPage: true, animations: 'disabled', caret: 'hide' });
  await writeFile(file, compactPng(picture));
  await page.context().close();
  const { size } = await stat(file);
  process.stdout.write(`${file} ${size}\n`);
  if (size > maxBytes) throw new Error(`${file} has more than ${maxBytes} bytes`);
}
