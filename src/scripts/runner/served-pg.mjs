import { EventEmitter } from 'node:events';

/**
 * The `pg` package, with what versions before 7 have: `pg.connect(connectionString, callback)` over a pool
 * of its own, `pg.end()`, and queries that are emitters of rows. Callable itself: published templates say
 * `postgres(connectionString, callback)`.
 * @param {unknown} _require
 * @param {(name: string) => unknown} loadInstalled
 */
export function serve(_require, loadInstalled) {
  const pg = /** @type {typeof import('pg')} */ (loadInstalled('pg'));
  queriesEmitRows(pg.Client.prototype);
  /** @type {Map<string, import('pg').Pool>} */
  const pools = new Map();

  /** @param {[Config | ConnectCallback, ConnectCallback?]} args */
  function connect(...args) {
    const [config, callback] = typeof args[0] === 'function' ? [{}, args[0]] : [args[0], args[1]];
    if (typeof callback !== 'function') throw new TypeError('pg.connect needs a callback.');
    poolFor(config).connect((error, client, release) => {
      if (error || client === undefined) return callback(error ?? new Error('No client.'), null, () => {});
      callback(null, client, onlyOnce(release));
    });
  }

  /** @param {Config} config */
  function poolFor(config) {
    const key = JSON.stringify(config);
    const known = pools.get(key);
    if (known !== undefined) return known;
    const pool = new pg.Pool(typeof config === 'string' ? { connectionString: config } : config);
    // A connection that breaks while nobody uses it: the pool replaces it, as the old one did.
    pool.on('error', () => {});
    pools.set(key, pool);
    return pool;
  }

  function end() {
    for (const pool of pools.values()) pool.end().catch(() => {});
    pools.clear();
  }

  /** @param {[Config | ConnectCallback, ConnectCallback?]} args */
  const postgres = (...args) => connect(...args);
  Object.defineProperties(postgres, Object.getOwnPropertyDescriptors(pg));
  return Object.assign(postgres, { connect, end });
}

/**
 * @typedef {string | import('pg').PoolConfig} Config
 * @typedef {(error: Error | null, client: import('pg').PoolClient | null, done: (broken?: Error | boolean) => void) => void} ConnectCallback
 */

/** Old scripts call `done` on every path, some of them twice; today's pool throws then. @param {(broken?: Error | boolean) => void} release */
function onlyOnce(release) {
  let isReleased = false;
  /** @param {unknown} [broken] */
  return (broken) => {
    if (isReleased) return;
    isReleased = true;
    // An old script may pass its client, which means the same as `true`.
    release(broken !== undefined && broken !== null && broken !== false);
  };
}

/**
 * `client.query(…)` without a callback stays today's promise, and has the old `on('row' | 'end' | 'error')`.
 * @param {object} prototype
 */
function queriesEmitRows(prototype) {
  const query = /** @type {Function} */ (Reflect.get(prototype, 'query'));
  /** @this {object} @param {unknown[]} args */
  function emittingQuery(...args) {
    const answer = Reflect.apply(query, this, args);
    return answer instanceof Promise ? withOldEvents(answer) : answer;
  }
  Reflect.set(prototype, 'query', emittingQuery);
}

/** @param {Promise<import('pg').QueryResult>} answer */
function withOldEvents(answer) {
  const events = new EventEmitter();
  let isHeard = false;
  /** @param {string} event @param {(...args: unknown[]) => void} listener */
  const on = (event, listener) => {
    events.on(event, listener);
    if (!isHeard) answer.then(emitRows, emitError);
    isHeard = true;
    return answer;
  };
  /** @param {import('pg').QueryResult} result */
  function emitRows(result) {
    for (const row of result.rows) events.emit('row', row, result);
    events.emit('end', result);
  }
  /** Without a listener it is thrown, as the old one did. @param {unknown} error */
  function emitError(error) {
    events.emit('error', error);
  }
  return Object.assign(answer, { on, addListener: on, once: on });
}
