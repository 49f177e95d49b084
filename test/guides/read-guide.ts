import { readFile } from 'node:fs/promises';

/** A fenced block of a guide, in the order of the page. */
export interface GuideBlock {
  readonly language: string;
  /** What stands behind the language: `until="segue serves"`; the page as it is read does not show it. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  /** Where the block begins, for whoever has to mend it. */
  readonly line: number;
}

/** A table row's cells, without the blanks around them. */
export type GuideRow = readonly string[];

export interface Guide {
  readonly blocks: readonly GuideBlock[];
  readonly rows: readonly GuideRow[];
}

/** Reads a page of docs/guides/. */
export async function readGuide(name: string): Promise<Guide> {
  const markdown = await readFile(new URL(`../../docs/guides/${name}`, import.meta.url), 'utf8');
  const blocks = [...markdown.matchAll(/^```(\w+)([^\n]*)\n(.*?)^```$/gms)].map(
    ({ index, 1: language = '', 2: attributes = '', 3: text = '' }) => ({
      language,
      attributes: readAttributes(attributes),
      text,
      line: markdown.slice(0, index).split('\n').length,
    }),
  );
  const fences = markdown.match(/^```/gm)?.length ?? 0;
  if (fences !== blocks.length * 2) throw new Error(`${name} has a fence that is not understood`);
  const rows = [...markdown.matchAll(/^\| (.*) \|$/gm)].map(({ 1: row = '' }) => row.split(' | '));
  return { blocks, rows };
}

function readAttributes(text: string): GuideBlock['attributes'] {
  const pairs = [...text.matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)];
  return Object.fromEntries(pairs.map(([, name = '', quoted, bare]) => [name, quoted ?? bare ?? '']));
}
