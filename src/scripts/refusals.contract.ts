import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Launch } from './index.ts';
import { faultCodeIn, openScriptKit, valueIn } from './script-kit.contract.ts';

/** What a script may not do, by the code of the fault that it comes to. */
const refused: Readonly<Record<string, readonly [code: string, expression: string]>> = {
  'a host file': ['ERR_ACCESS_DENIED', "require('fs').readFileSync('/etc/passwd')"],
  "the server's own source": ['ERR_ACCESS_DENIED', `require('fs').readFileSync('${import.meta.filename}')`],
  'what the kernel tells of a process': [
    'ERR_ACCESS_DENIED',
    "require('fs').readFileSync('/proc/self/environ')",
  ],
  'the folder above the modules': ['ERR_ACCESS_DENIED', "require('fs').readdirSync(process.cwd() + '/..')"],
  'a file to write': ['ERR_ACCESS_DENIED', "require('fs').writeFileSync(process.cwd() + '/x', '')"],
  'a file to write in /tmp': ['ERR_ACCESS_DENIED', "require('fs').writeFileSync('/tmp/x', '')"],
  'a native addon': ['Error', "process.dlopen({ exports: {} }, '/x.node')"],
  'a signal to the server': ['Error', 'process.kill(process.ppid)'],
  'internal bindings': ['Error', "process.binding('spawn_sync')"],
  'a program behind import()': ['ERR_ACCESS_DENIED', "(await import('node:child_process')).execSync('id')"],
  'a thread behind import()': [
    'ERR_ACCESS_DENIED',
    "new (await import('node:worker_threads')).Worker('', { eval: true })",
  ],
  'SQLite behind import()': ['ERR_UNKNOWN_BUILTIN_MODULE', "await import('node:sqlite')"],
  'a built-in behind process': ['ERR_MODULE_REFUSED', "process.getBuiltinModule('child_process')"],
  'a file by its path': ['ERR_MODULE_REFUSED', "require('/etc/passwd')"],
  'a file by its URL': ['ERR_MODULE_REFUSED', "require('file:///etc/passwd')"],
  'a way out of the module folder': ['ERR_MODULE_REFUSED', "require('pg/../../package.json')"],
  'a module that is not there': ['MODULE_NOT_FOUND', "require('@nobody/nothing@1.0.0')"],
};

const refusedBuiltins = [
  'child_process',
  'cluster',
  'dgram',
  'inspector',
  'module',
  'repl',
  'sqlite',
  'v8',
  'vm',
  'worker_threads',
];

/** What every level refuses to a script, in words that its author understands. */
export function describeRefusals(level: string, launch: Launch): void {
  describe(`what scripts may not do at level ${level}`, { timeout: 60_000 }, () => {
    const { ask } = openScriptKit({ launch });

    it('gives a script no environment', async () => {
      const source = 'async () => Object.keys(process.env)';
      assert.deepEqual(valueIn(await ask(source)), []);
    });

    for (const [name, [code, expression]] of Object.entries(refused)) {
      it(`refuses ${name}`, async () => {
        assert.equal(faultCodeIn(await ask(`async () => { ${expression}; return {}; }`)), code);
      });
    }

    for (const name of refusedBuiltins) {
      it(`refuses the built-in ${name}, with and without its prefix`, async () => {
        const both = await Promise.all(
          [name, `node:${name}`].map((one) => ask(`async () => require('${one}')`)),
        );
        assert.deepEqual(both.map(faultCodeIn), ['ERR_MODULE_REFUSED', 'ERR_MODULE_REFUSED']);
      });
    }
  });
}
