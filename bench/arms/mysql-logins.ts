import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { createScriptRunner } from '../../src/scripts/index.ts';
import { cycle } from '../measure/cycle.ts';
import { isLevel, launches } from '../measure/levels.ts';
import { percentile } from '../measure/statistics.ts';
import { serveTurns } from '../measure/worker.ts';
import { isWay, mysqlScripts } from './mysql-scripts.ts';
import { callOf, logInBy, password } from './script-to-call.ts';

/*
 * Logs in the users of a MySQL table one after the other, by one and the same script, here in this process or behind the
 * wall: `node mysql-logins.ts pool|connection|published unsandboxed|basic|strict <url> <users>`. Answers with how long a login takes,
 * in microseconds.
 */
const [way = '', place, url = '', users = ''] = process.argv.slice(2);
if (!isWay(way)) throw new Error(`no such way to log in: ${way}`);
const source = mysqlScripts[way];
const configuration = { MYSQL_URL: url };

type LogIn = (email: string) => Promise<void>;

function unsandboxed(): LogIn {
  const compile = compileFunction(`${source}\nreturn login;`, ['configuration', 'require']);
  const login = compile(configuration, createRequire(import.meta.url));
  return (email) =>
    new Promise((resolve, reject) => {
      login(email, password, (error: Error | null, profile?: { readonly email: string }) => {
        if (profile?.email === email) resolve();
        else reject(error ?? new Error(`not the profile: ${JSON.stringify(profile)}`));
      });
    });
}

function inRunner(level: keyof typeof launches): LogIn {
  const runner = createScriptRunner({ launch: launches[level] });
  const { scripts, ...rest } = callOf({ source, email: '', configuration });
  return (email) => logInBy(runner, { ...rest, scripts, args: [email, password] });
}

const logIn = isLevel(place) ? inRunner(place) : unsandboxed();
const nextUser = cycle(Array.from({ length: Number(users) }, (_, number) => `user${number}@bench.test`));

serveTurns(async (milliseconds) => {
  const tookUs: number[] = [];
  for (const end = performance.now() + milliseconds; performance.now() < end; ) {
    const email = nextUser();
    const began = performance.now();
    await logIn(email);
    tookUs.push((performance.now() - began) * 1_000);
  }
  return { p50: percentile(tookUs, 50), p99: percentile(tookUs, 99) };
});
