/**
 * The `uuid` package, callable as its old versions are (`require('uuid')()` is a version 4), also under its
 * older name `node-uuid`.
 * @param {unknown} _require
 * @param {(name: string) => unknown} loadInstalled
 */
export function serve(_require, loadInstalled) {
  const uuid = /** @type {typeof import('uuid')} */ (loadInstalled('uuid'));
  /** @param {Parameters<typeof uuid.v4>} args */
  const v4 = (...args) => uuid.v4(...args);
  return Object.assign(v4, uuid);
}
