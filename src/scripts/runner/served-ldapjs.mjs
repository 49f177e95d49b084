/**
 * The `ldapjs` package, with what versions before 3 have on a found entry: `entry.object` and `entry.raw`,
 * the attributes by their names, as texts or as bytes.
 * @param {unknown} _require
 * @param {(name: string) => unknown} loadInstalled
 */
export function serve(_require, loadInstalled) {
  const ldapjs = /** @type {{ SearchEntry: { prototype: object } }} */ (loadInstalled('ldapjs'));
  const { prototype } = ldapjs.SearchEntry;
  for (const [name, part] of /** @type {const} */ ([
    ['object', 'values'],
    ['raw', 'buffers'],
  ])) {
    /** @this {Entry} */
    const get = function attributesByName() {
      return byName(this, part);
    };
    Object.defineProperty(prototype, name, { get, configurable: true });
  }
  return ldapjs;
}

/**
 * @typedef {{ type: string, values: readonly string[], buffers: readonly Buffer[] }} Attribute
 * @typedef {{ objectName: { toString(): string }, attributes: readonly Attribute[] }} Entry
 */

/** A single value stands alone. @param {Entry} entry @param {'values' | 'buffers'} part */
function byName({ objectName, attributes }, part) {
  const named = attributes.map((attribute) => {
    const all = [...attribute[part]];
    return [attribute.type, all.length === 1 ? all[0] : all];
  });
  return { dn: objectName.toString(), controls: [], ...Object.fromEntries(named) };
}
