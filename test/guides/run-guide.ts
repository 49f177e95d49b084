import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkout } from './checkout.ts';
import { type GuideBlock, readGuide } from './read-guide.ts';
import { openTerminal, type Terminal } from './terminal.ts';

export interface GuideRun {
  readonly checkout: Checkout;
  /** What differs here from the page: an address or a port. Each text must stand in the guide. */
  readonly replace: Readonly<Record<string, string>>;
  /** The command that a reader types SQL into. */
  readonly sqlClient?: string;
  /** Called after each block that has run, with what it printed, and where the next one is typed. */
  readonly after?: (block: GuideBlock, output: string, terminal: Terminal) => Promise<void>;
}

/**
 * Runs a guide from its first block to its last, as a reader does: `sh` in a terminal, `sql` at the database's client in
 * the same terminal, with all that was set there, `js` saved under the name in its first line. `terminals=own,segue`
 * behind the language names the terminals that a block is typed in, `until="…"` what one prints that does not end. A
 * `text` or `json` block is what the block before it prints. A block of any other kind, or one that cannot be run, is an
 * error: nothing is passed over.
 */
export async function runGuide(name: string, run: GuideRun): Promise<void> {
  const { blocks } = await readGuide(name);
  const unused = new Set(Object.keys(run.replace));
  const terminals = new Map<string, Terminal>();
  await using opened = new AsyncDisposableStack();

  const terminalOf = async (which: string): Promise<Terminal> => {
    const { folder, environment } = run.checkout;
    const terminal = terminals.get(which) ?? (await openTerminal(folder, environment));
    if (!terminals.has(which)) opened.defer(() => terminal.close());
    terminals.set(which, terminal);
    return terminal;
  };

  let output: string | undefined;
  for (const block of blocks) {
    const where = `docs/guides/${name}, line ${block.line}`;
    const text = replaceIn(block.text, run.replace, unused);
    if (block.language === 'text' || block.language === 'json') {
      assert.ok(output !== undefined, `${where}: no block prints this`);
      assertPrints(output, { ...block, text }, where);
      output = undefined;
      continue;
    }
    output = await runBlock({ ...block, text }, where);
    await run.after?.(block, output, await terminalOf('own'));
  }
  assert.deepEqual([...unused], [], `docs/guides/${name} does not say this`);

  async function runBlock(block: GuideBlock, where: string): Promise<string> {
    switch (block.language) {
      case 'sh':
        return runShell(block);
      case 'sql':
        assert.ok(run.sqlClient, `${where}: there is no database for this`);
        return runShell({ ...block, text: `${run.sqlClient} <<'SQL'\n${block.text}SQL\n` });
      case 'js':
        return save(block, where);
      default:
        throw new Error(`${where}: nothing runs a block of ${block.language}`);
    }
  }

  async function runShell({ text, attributes }: GuideBlock): Promise<string> {
    const { until, terminals: names = 'own' } = attributes;
    let said = '';
    for (const name of names.split(',')) {
      const terminal = await terminalOf(name);
      if (until === undefined) said = await terminal.run(text);
      else await terminal.begin(text, until);
    }
    return said;
  }

  async function save({ text }: GuideBlock, where: string): Promise<string> {
    const file = /^\/\/ ([\w-]+\.js)\n/.exec(text)?.[1];
    assert.ok(file !== undefined, `${where}: the first line does not name a file`);
    await writeFile(join(run.checkout.folder, file), text);
    return '';
  }
}

function replaceIn(text: string, replace: GuideRun['replace'], unused: Set<string>): string {
  return Object.entries(replace).reduce((changed, [from, to]) => {
    if (!changed.includes(from)) return changed;
    unused.delete(from);
    return changed.replaceAll(from, to);
  }, text);
}

/** `text`: the same, where `…` is anything. `json`: at least these properties, with these values. */
function assertPrints(output: string, { language, text }: GuideBlock, where: string): void {
  if (language === 'json') {
    assert.partialDeepStrictEqual(JSON.parse(output), JSON.parse(text), where);
    return;
  }
  const expected = text.trim().split('…').map(literally).join('.+');
  assert.match(output, new RegExp(`^${expected}$`), where);
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
