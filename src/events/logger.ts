import { type DestinationStream, type Logger, pino } from 'pino';

/** Names under which secrets travel; a value under one of them is never written. */
const secretNames: ReadonlySet<string> = new Set([
  'password',
  'new_password',
  'client_secret',
  'refresh_token',
  'access_token',
  'id_token',
  'ticket',
  'authorization',
  'cookie',
  'configuration',
]);

const mostLevels = 8; // twice what any line of ours has; ends a circle too

/**
 * The server's log: one JSON object a line. Redaction is the second line of defence; the first is that nothing secret
 * is handed to a log call. Message texts are never redacted, so they hold no values.
 */
export function createLogger(options: {
  readonly level: string;
  readonly destination?: DestinationStream | undefined;
}): Logger {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Not pino's own `redact`: for names at any place it takes some four times as long as all else of a line.
      formatters: { level: (label) => ({ level: label }), log: (line) => redactedObject(line, mostLevels) },
      serializers: { err: describeError },
    },
    options.destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

/** A copy without the values under secrets' names. What is no plain object (an error) is left to its serializer. */
function redacted(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '[too deep]';
  if (Array.isArray(value)) return value.map((each) => redacted(each, levels - 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? redactedObject(value, levels) : value;
}

function redactedObject(value: object, levels: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, inside]) => [
      name,
      secretNames.has(name) ? '[redacted]' : redacted(inside, levels - 1),
    ]),
  );
}

/** Drivers put SQL with its values into an error's message and properties: keep what names the error, and its place (S15). */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { name: error.name, ...(code === undefined ? {} : { code }), stack: places.slice(0, 12).join('\n') };
}
