/** What a client asked for. `Quit` is left out: the server notes it some time after the client has gone. */
const shownCommands: ReadonlySet<string> = new Set(['Connect', 'Query', 'Prepare', 'Execute', 'Init DB']);

/**
 * A general log as lines of `Connect shop@127.0.0.1 on shop using TCP/IP`, `Query SELECT …`, `Execute
 * SELECT …`, in order, without the connections named (the kit's own). MariaDB writes a command down before
 * it runs it.
 */
export function commandsIn(log: string, withoutConnections: ReadonlySet<number>): readonly string[] {
  return entriesOf(log)
    .filter(({ connection, command }) => shownCommands.has(command) && !withoutConnections.has(connection))
    .map(({ command, argument }) => `${command} ${argument}`);
}

interface LogEntry {
  readonly connection: number;
  readonly command: string;
  readonly argument: string;
}

/** `261124 13:13:04<tab>     5 Query<tab>select 1`; the time only where it differs from the line before. */
const entryStart = /^(?:\d{6} [ \d]\d:\d\d:\d\d)?\t\s*(\d+) ([A-Z][A-Za-z ]*)\t/gm;

function entriesOf(log: string): readonly LogEntry[] {
  const starts = [...log.matchAll(entryStart)];
  return starts.map((start, index) => ({
    connection: Number(start[1]),
    command: start[2] ?? '',
    argument: log.slice(start.index + start[0].length, starts[index + 1]?.index).trimEnd(),
  }));
}
