/** An operation that a client asked slapd for. `dn` is the entry, or the base of a search. */
export interface LdapOperation {
  readonly kind: LdapOperationKind;
  readonly dn: string;
  /** Of a search, in the server's spelling. */
  readonly filter?: string;
}

type LdapOperationKind = 'bind' | 'search' | 'compare' | 'add' | 'modify' | 'rename' | 'delete' | 'extended';

/**
 * The operations in slapd's log (level "stats", 256), in order, without the connections that bound as
 * `withoutDn`. slapd writes an operation down before it performs it. Results are left out: those it writes
 * after the answer.
 */
export function operationsIn(log: string, withoutDn: string): readonly LdapOperation[] {
  const seen = log.split('\n').flatMap(parseLine);
  const hidden = new Set(
    seen.filter(({ operation }) => operation.dn === withoutDn).map(({ connection }) => connection),
  );
  return seen.filter(({ connection }) => !hidden.has(connection)).map(({ operation }) => operation);
}

/** How slapd writes down each kind: the first word, then one of these forms. */
const bind = /^dn="(?<dn>.*)" method=\d+$/;
const search = /^base="(?<dn>.*)" scope=\d deref=\d filter="(?<filter>.*)"$/;
const compare = /^dn="(?<dn>.*)" attr="[^"]*"$/;
const entry = /^dn="(?<dn>.*)"$/;
const extended = /^oid=\S+$/;

const forms: ReadonlyMap<string, readonly [LdapOperationKind, RegExp]> = new Map([
  // A second BIND line, without `method`, tells the outcome.
  ['BIND', ['bind', bind]],
  ['SRCH', ['search', search]],
  ['CMP', ['compare', compare]],
  ['ADD', ['add', entry]],
  // A second MOD line names the attributes.
  ['MOD', ['modify', entry]],
  ['MODRDN', ['rename', entry]],
  ['DEL', ['delete', entry]],
  ['EXT', ['extended', extended]],
]);

function parseLine(line: string): readonly { connection: string; operation: LdapOperation }[] {
  const [, connection = '', word = '', rest = ''] = / conn=(\d+) op=\d+ ([A-Z]+) (.*)$/.exec(line) ?? [];
  const [kind, form] = forms.get(word) ?? [];
  const match = form?.exec(rest);
  if (kind === undefined || !match) return [];
  const { dn = '', filter } = match.groups ?? {};
  return [{ connection, operation: filter === undefined ? { kind, dn } : { kind, dn, filter } }];
}
