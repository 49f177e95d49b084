import { fileURLToPath } from 'node:url';
import { hashSync } from 'bcryptjs';
import { skipUnless, startMariaDb, type TestMariaDb } from '../../test/kit/services/index.ts';
import type { Way } from '../arms/mysql-scripts.ts';
import { password } from '../arms/script-to-call.ts';
import { takeTurns } from '../measure/arms.ts';
import { cores } from '../measure/cores.ts';
import type { Figure } from '../measure/figure.ts';
import { levelsHere } from '../measure/levels.ts';
import { type Parts, partOf } from '../measure/parts.ts';
import { differences, median, ratios, spreadOf } from '../measure/statistics.ts';
import { startWorker } from '../measure/worker.ts';

const module = fileURLToPath(new URL('../arms/mysql-logins.ts', import.meta.url));
const users = 100;
const ways = {
  pool: 'by pool, the driver alone',
  connection: 'by a new connection, the driver alone',
  published: 'by a new connection, with bcrypt',
} satisfies Record<Way, string>;
const usualCost = 10; // of bcrypt
const warmUpMs = 1_000;
const place = 'strict';
const all = 'MySQL login';

/** What the wall costs a login at a real MySQL database, over the same code without it. */
export const mysqlLogin: Figure = {
  name: 'mysql-login',
  async measure(pace) {
    const levels = await levelsHere();
    if (!levels.all.includes(place)) return levels.instead(all);
    const { skip } = skipUnless('mariadb');
    if (skip !== false) return [{ figure: all, leftOut: skip }];
    await using started = new AsyncDisposableStack();
    const server = started.adopt(await startMariaDb(), ({ stop }) => stop()); // on the generator's core, as this process
    const url = await createUsers(server);
    const arms = Object.keys(ways).flatMap((way) =>
      ['unsandboxed', place].map((where) => {
        const nodeArguments = [module, way, where, url, String(users)];
        const { turn } = started.use(startWorker({ core: cores.server, nodeArguments }));
        return [`${way} ${where}`, { warmUpMs, turn }] as const;
      }),
    );
    const turns = await takeTurns<string, Parts>(Object.fromEntries(arms), pace);
    return Object.entries(ways).map(([way, figure]) => {
      const ours = partOf(turns[`${way} ${place}`], 'p50');
      const theirs = partOf(turns[`${way} unsandboxed`], 'p50');
      return {
        figure: `${all} ${figure}, ${place}, p50`,
        unit: 'µs' as const,
        ours: median(ours),
        beside: { name: 'the same code in process', value: median(theirs) },
        compared: { as: 'ratio' as const, ...spreadOf(ratios(ours, theirs)) },
        goal: { of: 'comparison' as const, atMost: 1.1 },
        note: `The wall takes ${median(differences(ours, theirs)).toFixed(0)} µs of it.`,
      };
    });
  },
};

async function createUsers(server: TestMariaDb): Promise<string> {
  const hash = hashSync(password, usualCost);
  const rows = Array.from(
    { length: users },
    (_, number) => `('user${number}@bench.test', '${password}', '${hash}')`,
  );
  const { url } = await server.newDatabase(`
    SET GLOBAL general_log = 0;
    CREATE TABLE users (id INT AUTO_INCREMENT PRIMARY KEY, email VARCHAR(190) UNIQUE, password VARCHAR(64), hash CHAR(60));
    INSERT INTO users (email, password, hash) VALUES ${rows.join(', ')}`);
  return url;
}
