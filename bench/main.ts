import { cpus, loadavg, release } from 'node:os';
import { parseArgs } from 'node:util';
import { figures } from './figures/all.ts';
import { fewestPairs } from './measure/arms.ts';
import { beAlone } from './measure/be-alone.ts';
import { isPinned, moveToGeneratorCore } from './measure/cores.ts';
import { isMet } from './measure/figure.ts';
import { type Measured, measured } from './measure/measured.ts';
import { tableOf } from './measure/table.ts';

/*
 * `npm run bench [-- <figure> …] [-- --json] [-- --pairs <n>]`: measures Segue beside its limits and peers, and prints a
 * table, or JSON. README.md beside this file tells how to read it.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, pairs: { type: 'string', default: '11' } },
});

const unknown = positionals.filter((name) => !figures.some((figure) => figure.name === name));
const pairs = Number(values.pairs);
if (unknown.length > 0 || !Number.isInteger(pairs) || pairs < 1) {
  process.stderr.write(`usage: npm run bench -- [--json] [--pairs <n>] [${names().join(' | ')}] …\n`);
  process.exit(2);
}

await beAlone();
moveToGeneratorCore();
const [loadBefore = 0] = loadavg(); // others at work spoil a figure also where the machine does not drift
const chosen = figures.filter(({ name, byNameOnly }) =>
  positionals.length === 0 ? byNameOnly !== true : positionals.includes(name),
);
const all: Measured[] = [];
for (const figure of chosen) {
  process.stderr.write(`measuring ${figure.name} …\n`);
  all.push(await measured(figure, pairs));
}
process.stdout.write(
  values.json
    ? `${JSON.stringify({ machine: machine(), pairs, figures: all.map(withVerdicts) })}\n`
    : report(),
);
process.exit(all.every(({ is }) => is === 'measured') ? 0 : 1); // kept connections would hold the process

function names(): readonly string[] {
  return figures.map(({ name }) => name);
}

function machine(): string {
  const [cpu] = cpus();
  const where = isPinned ? 'server and generator on a core each' : 'nothing pinned';
  return `${cpu?.model.trim()}, ${cpus().length} cores, Linux ${release()}, Node.js ${process.version}; ${where}; load before ${loadBefore.toFixed(2)}`;
}

function report(): string {
  const quick = pairs < fewestPairs ? ` (a look, not a result: ${fewestPairs} are the least)` : '';
  return `\n${machine()}\n${pairs} pairs of turns${quick}\n\n${tableOf(all)}\n`;
}

function withVerdicts(one: Measured): object {
  if (one.is === 'refused') return one;
  return { ...one, rows: one.rows.map((row) => ('leftOut' in row ? row : { ...row, met: isMet(row) })) };
}
