import { UnauthorizedError, ValidationError, WrongUsernameOrPasswordError } from './script-errors.mjs';

/**
 * Modules that published scripts use as globals, without requiring them. The ones that Segue does not bring
 * say how to install them when they are first used.
 */
const moduleGlobals = new Map([
  ['_', 'lodash'],
  ['async', 'async'],
  ['axios', 'axios'],
  ['bcrypt', 'bcrypt'],
  ['crypto', 'crypto'],
  ['jsonwebtoken', 'jsonwebtoken'],
  ['jwt', 'jsonwebtoken'],
  ['lodash', 'lodash'],
  ['mongo', 'mongodb'],
  ['mysql', 'mysql'],
  ['pg', 'pg'],
  ['postgres', 'pg'],
  ['querystring', 'querystring'],
  ['q', 'q'],
  ['request', 'request'],
  ['sqlserver', 'tedious'],
  ['url', 'url'],
  ['util', 'util'],
  ['uuid', 'uuid'],
  ['xml2js', 'xml2js'],
  ['xmldom', 'xmldom'],
  ['xpath', 'xpath'],
  ['xtend', 'xtend'],
]);

/**
 * Puts what scripts find in scope on the global object. Real globals rather than parameters: a script may
 * say `const crypto = require('crypto')` itself, and what it keeps in `global` lives as long as the process.
 * @param {Readonly<Record<string, string>>} configuration
 * @param {(specifier: string) => unknown} require
 */
export function installGlobals(configuration, require) {
  define('configuration', { value: Object.freeze({ ...configuration }) });
  for (const [name, value] of Object.entries({
    require,
    UnauthorizedError,
    ValidationError,
    WrongUsernameOrPasswordError,
  })) {
    define(name, { value, writable: true });
  }
  for (const [name, module] of moduleGlobals) defineLazily(name, () => require(module));
}

/** Loads at first use: `request` alone takes as long to load as five processes to start. @param {string} name @param {() => unknown} load */
function defineLazily(name, load) {
  /** @param {unknown} value */
  const assign = (value) => define(name, { value, writable: true });
  define(name, {
    get: () => {
      const value = load();
      assign(value);
      return value;
    },
    set: assign,
  });
}

/** @param {string} name @param {PropertyDescriptor} descriptor */
function define(name, descriptor) {
  Object.defineProperty(globalThis, name, { configurable: true, enumerable: false, ...descriptor });
}
