import { type DestinationStream, type Logger, pino } from 'pino';

/** Names under which secrets travel; a value under one of them is never written, at these depths. */
const secretNames = [
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
];

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
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: secretNames.flatMap((name) => [name, `*.${name}`, `req.headers.${name}`, `err.*.${name}`]),
        censor: '[redacted]',
      },
      serializers: { err: describeError },
    },
    options.destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

/** Drivers put SQL with its values into an error's message and properties: keep what names the error, and its place (S15). */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { name: error.name, ...(code === undefined ? {} : { code }), stack: places.slice(0, 12).join('\n') };
}
