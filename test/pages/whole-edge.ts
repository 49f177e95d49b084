import { readdir } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { IntlMessageFormat } from 'intl-messageformat';
import type { Page } from 'playwright-core';
import { textsOf } from '../../src/pages/speak.ts';

const views = new URL('../../src/pages/views/', import.meta.url);

/** Watches which pages are written in this process, and what of their texts is shown. */
export interface WholeEdge {
  /** Notes what a page says, also to those who do not see it. */
  look(page: Page): Promise<void>;
  /** The functions of src/pages/views/ that have not been called. */
  unusedViews(): Promise<readonly string[]>;
  /** The names of the English texts that no page has said. */
  unsaidTexts(): readonly string[];
}

export async function watchWholeEdge(): Promise<WholeEdge> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: false, detailed: false });
  const said: string[] = [];
  return {
    async look(page) {
      said.push(await page.evaluate<string>(allThatIsSaid));
    },
    async unusedViews() {
      const { result } = await session.post('Profiler.takePreciseCoverage');
      session.disconnect();
      const called = new Set<string>();
      for (const { url, functions } of result) {
        if (!url.startsWith(views.href)) continue;
        for (const { functionName, ranges } of functions) {
          if (ranges.some(({ count }) => count > 0))
            called.add(`${url.slice(views.href.length)} ${functionName}`);
        }
      }
      return (await exportedViews()).filter((view) => !called.has(view));
    },
    unsaidTexts: () =>
      Object.entries(textsOf.en)
        .filter(([, text]) => !isSaid(partsOf(text), said.join('\n')))
        .map(([key]) => key),
  };
}

// A script for the browser, as text: this program has no types of its own for a document.
const allThatIsSaid = `[document.title, document.body.textContent,
  ...[...document.querySelectorAll('*')].flatMap(({ attributes }) => [...attributes].map(({ value }) => value))].join('\\n')`;

async function exportedViews(): Promise<readonly string[]> {
  const files = (await readdir(views)).filter((file) => !file.endsWith('.test.ts'));
  const modules = await Promise.all(
    files.map(async (file): Promise<[string, object]> => [file, await import(new URL(file, views).href)]),
  );
  return modules.flatMap(([file, module]) =>
    Object.entries(module)
      .filter(([, value]) => typeof value === 'function')
      .map(([name]) => `${file} ${name}`),
  );
}

type Parts = ReturnType<IntlMessageFormat['getAst']>;

function partsOf(text: string): Parts {
  return new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst();
}

/** Whether all that stands in a message is in what was said; of a plural, one of its forms is enough. */
function isSaid(parts: Parts, said: string): boolean {
  return parts.every((part) => {
    if ('options' in part) return Object.values(part.options).some(({ value }) => isSaid(value, said));
    return !('value' in part) || part.type !== 0 || said.includes(part.value);
  });
}
