import { createRequire, isBuiltin } from 'node:module';
import { keepCallContext } from './current-call.mjs';

/**
 * Built-ins that start code outside of this process, look into it, or reach around the module folder. A
 * lint that speaks clearly; the wall is the process's own.
 */
const refusedBuiltins = new Set([
  'child_process',
  'cluster',
  'dgram',
  'inspector',
  'inspector/promises',
  'module',
  'repl',
  'sqlite',
  'test',
  'trace_events',
  'v8',
  'vm',
  'wasi',
  'worker_threads',
]);

/** Modules that are served in the manner of old ones, by what is next to this file. */
const served = new Set(['argon2', 'bcrypt', 'crypto', 'ldapjs', 'mysql', 'pg', 'uuid']);

/** A retired name and what is loaded in its place. */
const successors = new Map([
  ['node-uuid', 'uuid'],
  ['request', 'postman-request'],
]);

/** Published scripts count on the callbacks of these versions; later ones have none and would never answer. */
const versionsWithCallbacks = new Map([['mongodb', 'mongodb@4']]);

/** Methods with callbacks that run on pooled sockets. @type {Readonly<Record<string, (loaded: Loaded) => void>>} */
const prepare = {
  mysql2: (mysql) => {
    keepCallContext(mysql['Connection']?.prototype, ['connect', 'execute', 'ping', 'query']);
    keepCallContext(mysql['Pool']?.prototype, ['execute', 'getConnection', 'query']);
  },
  pg: (pg) => {
    keepCallContext(pg['Client']?.prototype, ['connect', 'query']);
    keepCallContext(pg['Pool']?.prototype, ['connect', 'query']);
  },
};

/**
 * @typedef {Record<string, { prototype?: Record<string, unknown> } | undefined>} Loaded
 */

/**
 * The `require` of scripts: harmless built-ins, and packages of the module folders. `name@version` is the
 * installed package, whatever the version.
 * @param {readonly string[]} moduleFolders
 * @returns {(specifier: string) => unknown}
 */
export function createScriptRequire(moduleFolders) {
  const requireServed = createRequire(import.meta.url);
  const loaders = moduleFolders.map((folder) => createRequire(`${folder}/script.js`));
  /** @type {Map<string, unknown>} */
  const loaded = new Map();

  /** @param {unknown} specifier @returns {unknown} */
  function scriptRequire(specifier) {
    const asked = checkedName(specifier);
    const name = successors.get(asked) ?? asked;
    if (!loaded.has(name)) loaded.set(name, load(name));
    return loaded.get(name);
  }

  /** @param {string} name */
  function load(name) {
    if (served.has(name)) return requireServed(`./served-${name}.mjs`).serve(scriptRequire, loadInstalled);
    if (isBuiltin(name)) return requireServed(name);
    const [, version] = /^uuid\/(v[1345])$/.exec(name) ?? [];
    if (version !== undefined) return Reflect.get(Object(scriptRequire('uuid')), version);
    return loadInstalled(name);
  }

  /** The package as it is installed. @param {string} name */
  function loadInstalled(name) {
    const found = loadFromFolders(loaders, name);
    prepare[name]?.(/** @type {Loaded} */ (found));
    return found;
  }

  return scriptRequire;
}

/** @param {unknown} specifier @returns {string} */
function checkedName(specifier) {
  if (typeof specifier !== 'string' || specifier === '')
    throw new TypeError('require needs the name of a module.');
  const bare = specifier.replace(/^node:/, '');
  const name = isBuiltin(bare) ? bare : bare.replace(/(?<=[^/])@[^/]*/, '');
  if (refusedBuiltins.has(name))
    throw refusal(`The built-in module "${name}" is not available to action scripts.`);
  if (/^[./\\]|^[a-z]+:|\.\./i.test(name))
    throw refusal('Action scripts can require packages and built-in modules only.');
  return name;
}

/** @param {readonly NodeJS.Require[]} loaders @param {string} name @returns {unknown} */
function loadFromFolders(loaders, name) {
  for (const load of loaders) {
    try {
      load.resolve(name);
    } catch {
      continue;
    }
    return load(name);
  }
  throw Object.assign(new Error(howToInstall(name)), { code: 'MODULE_NOT_FOUND' });
}

/** @param {string} name @returns {string} */
function howToInstall(name) {
  const [packageName = name] = /^(?:@[^/]+\/)?[^/]+/.exec(name) ?? [];
  const wanted = versionsWithCallbacks.get(packageName) ?? packageName;
  return `There is no module "${name}" here; install it with: segue modules add ${wanted}`;
}

/** @param {string} message */
function refusal(message) {
  return Object.assign(new Error(message), { code: 'ERR_MODULE_REFUSED' });
}
