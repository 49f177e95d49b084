const entryMark = 'segue|';

/** The kit's own statements carry this name and are left out of what a test sees. */
export const kitApplicationName = 'segue-test-kit';

/** `log_line_prefix`: which database was asked, and by which application. */
export const statementLogPrefix = `${entryMark}%d|%a| `;

interface LogEntry {
  readonly database: string;
  readonly application: string;
  readonly kind: 'statement' | 'parameters';
  readonly text: string;
}

/**
 * The statements in a server log that were asked of these databases, in order, the kit's own left out.
 * Parameters follow in brackets: `select … where email = $1 [$1 = 'jane@example.com']`. PostgreSQL writes a
 * statement down before it runs it, so the log is complete as soon as the answer is there; what it cannot
 * parse it does not log.
 */
export function statementsIn(log: string, databases: ReadonlySet<string>): readonly string[] {
  const statements: string[] = [];
  for (const entry of entriesOf(log)) {
    if (!databases.has(entry.database) || entry.application === kitApplicationName) continue;
    if (entry.kind === 'statement') statements.push(entry.text);
    else statements.push(`${statements.pop() ?? ''} [${entry.text}]`);
  }
  return statements;
}

function entriesOf(log: string): readonly LogEntry[] {
  // A line break inside a statement is followed by a tab, so nothing in a statement looks like the next entry.
  return `\n${log}`.split(`\n${entryMark}`).flatMap((entry) => parseEntry(entry.trimEnd()));
}

/** Database, application, then the statement itself or the parameters of the one before. */
const entryForm = /^([^|]*)\|(.*?)\| (?:LOG|DETAIL): {2}(statement|execute .*?|parameters): (.*)$/is;

function parseEntry(entry: string): readonly LogEntry[] {
  const [, database, application, label, text] = entryForm.exec(entry) ?? [];
  if (database === undefined || application === undefined || text === undefined) return [];
  const kind = label?.toLowerCase() === 'parameters' ? 'parameters' : 'statement';
  return [{ database, application, kind, text: text.replaceAll('\n\t', '\n') }];
}
