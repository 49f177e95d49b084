import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { faultInSmtpUrl, isSender } from './mail/index.ts';
import { faultInEgressPattern } from './scripts/index.ts';

/** Everything that the environment decides and that may be printed. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Public base URL and OIDC issuer, with a trailing slash. */
  readonly publicUrl: string;
  readonly database: { readonly engine: 'sqlite'; readonly file: string } | { readonly engine: 'postgres' };
  readonly scriptIsolation: 'auto' | 'strict' | 'basic';
  readonly tls: boolean;
  readonly logLevel: string;
  /** How many reverse proxies of the operator's own stand in front; each adds one address to `X-Forwarded-For`. */
  readonly trustedProxies: number;
  readonly bootstrapClientId: string | undefined;
  /** The sender of mails. */
  readonly mailFrom: string;
  /** Where letters are laid down while there is no mail server. */
  readonly outbox: string;
  /** Where `segue modules` installs what action scripts may require beside the ready modules. */
  readonly modulesFolder: string;
  /** Where action scripts may connect to at most, and what they may reach of what is always refused (S22). */
  readonly scriptEgress: {
    readonly allow: readonly string[] | undefined;
    readonly exempt: readonly string[];
  };
  /** How long log events are kept. */
  readonly logRetentionDays: number;
  /** Requests a second, on average: of a client at the Management API, of a network at the Authentication API; 0: no limit. */
  readonly rateLimits: { readonly management: number; readonly authentication: number };
}

/** Everything that the environment decides and that must not be printed. */
export interface Secrets {
  /** What `openStore` connects to; a PostgreSQL URL holds a password. */
  readonly databaseUrl: string;
  /** Master keys, newest first; empty: made and kept beside the SQLite file. */
  readonly secretKeys: readonly Uint8Array[];
  readonly bootstrapClientSecret: string | undefined;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** The mail server, whose URL may hold a password; none: letters go to the outbox. */
  readonly smtpUrl: string | undefined;
}

/** A setting that cannot be used; the message tells the operator what to set instead and never shows a secret's value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

const defaultHost = '127.0.0.1';
const leastSecretCharacters = 32; // S21
const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Reads and checks the environment; the only place that does.
 *
 * @throws ConfigError when a setting is malformed or two contradict each other
 */
export function readConfig(environment: Environment = process.env): { config: Config; secrets: Secrets } {
  const set = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const databaseUrl = set('DATABASE_URL') ?? 'sqlite:./data/segue.sqlite';
  const database = readDatabase(databaseUrl);
  const publicUrl = readPublicUrl(set('SEGUE_URL') ?? localUrl(set));
  const config: Config = {
    host: set('HOST') ?? defaultHost,
    port: readPort(set('PORT')),
    publicUrl,
    database,
    scriptIsolation: oneOf(
      'SEGUE_SCRIPT_ISOLATION',
      ['auto', 'strict', 'basic'],
      set('SEGUE_SCRIPT_ISOLATION') ?? 'auto',
    ),
    tls: set('SEGUE_TLS_CERT') !== undefined,
    logLevel: oneOf(
      'SEGUE_LOG_LEVEL',
      ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
      set('SEGUE_LOG_LEVEL') ?? 'info',
    ),
    trustedProxies: Number(
      oneOf('SEGUE_TRUST_PROXY', ['0', '1', '2', '3'], proxies(set('SEGUE_TRUST_PROXY'))),
    ),
    bootstrapClientId: set('SEGUE_BOOTSTRAP_CLIENT_ID'),
    mailFrom: readSender(set('SMTP_FROM'), publicUrl),
    outbox: besideStore(database, 'outbox'),
    modulesFolder: set('SEGUE_MODULES_FOLDER') ?? besideStore(database, 'modules'),
    scriptEgress: {
      allow: readPatterns('SEGUE_SCRIPT_EGRESS_ALLOW', set('SEGUE_SCRIPT_EGRESS_ALLOW')),
      exempt: readPatterns('SEGUE_SCRIPT_EGRESS_EXEMPT', set('SEGUE_SCRIPT_EGRESS_EXEMPT')) ?? [],
    },
    logRetentionDays: readRetention(set('SEGUE_LOG_RETENTION_DAYS')),
    rateLimits: {
      management: readRate('SEGUE_MANAGEMENT_RATE_LIMIT', set('SEGUE_MANAGEMENT_RATE_LIMIT')),
      authentication: readRate('SEGUE_AUTHENTICATION_RATE_LIMIT', set('SEGUE_AUTHENTICATION_RATE_LIMIT')),
    },
  };
  const secrets: Secrets = {
    databaseUrl,
    secretKeys: readSecretKeys(set('SEGUE_SECRET_KEY')),
    bootstrapClientSecret: set('SEGUE_BOOTSTRAP_CLIENT_SECRET'),
    tls: readTls(set('SEGUE_TLS_CERT'), set('SEGUE_TLS_KEY')),
    smtpUrl: readSmtpUrl(set('SMTP_URL')),
  };
  checkTogether(config, secrets);
  return { config, secrets };
}

/** Whether a host name means this machine only. */
export function isLoopback(host: string): boolean {
  return loopback.has(host);
}

/** `true` is what most people write, and most have one. */
function proxies(text = 'false'): string {
  return text === 'true' ? '1' : text === 'false' ? '0' : text;
}

function readPort(text = '3000'): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new ConfigError('PORT must be a whole number from 0 to 65535');
}

/** `host:port` patterns, comma-separated. */
function readPatterns(name: string, text: string | undefined): readonly string[] | undefined {
  const patterns = text?.split(',').map((pattern) => pattern.trim());
  for (const pattern of patterns ?? []) {
    const why = faultInEgressPattern(pattern);
    if (why !== undefined) throw new ConfigError(`${name}: ${why}`);
  }
  return patterns;
}

function readSmtpUrl(text: string | undefined): string | undefined {
  const fault = text === undefined ? undefined : faultInSmtpUrl(text);
  if (fault !== undefined) throw new ConfigError(`SMTP_URL ${fault}`);
  return text;
}

function readSender(text: string | undefined, publicUrl: string): string {
  const from = text ?? `no-reply@${hostOf(publicUrl)}`;
  if (isSender(from)) return from;
  throw new ConfigError(
    text === undefined
      ? 'SMTP_FROM is needed, since the host of SEGUE_URL is no mail domain: no-reply@example.com'
      : 'SMTP_FROM must be an address, such as no-reply@example.com or Example <no-reply@example.com>',
  );
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[.*\]$/, 'localhost'); // an address in brackets is no mail domain
}

/** Beside the SQLite file; else in the folder where Segue runs. */
function besideStore(database: Config['database'], name: string): string {
  const isFile = database.engine === 'sqlite' && database.file !== ':memory:';
  return join(isFile ? dirname(database.file) : 'data', name);
}

/** Three months, unless said otherwise: long enough to look back on a migration, and no archive of addresses. */
function readRetention(text = '90'): number {
  const days = Number(text);
  if (/^\d{1,5}$/.test(text) && days >= 1) return days;
  throw new ConfigError('SEGUE_LOG_RETENTION_DAYS must be a whole number of days, at least 1');
}

/** Far above what people and tools need, and far below what takes a node away from everybody else. */
function readRate(name: string, text = '100'): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new ConfigError(`${name} must be a whole number of requests a second, or 0 for no limit`);
}

/** Where Segue is found when nobody says: on this machine, at its own port. */
function localUrl(set: (name: string) => string | undefined): string {
  if (!isLoopback(set('HOST') ?? defaultHost)) {
    throw new ConfigError(
      'SEGUE_URL is needed to listen beyond loopback: set it to the URL that applications will use',
    );
  }
  const port = readPort(set('PORT'));
  if (port === 0)
    throw new ConfigError('SEGUE_URL is needed with PORT=0, since tokens name it before a port is chosen');
  return `${set('SEGUE_TLS_CERT') === undefined ? 'http' : 'https'}://localhost:${port}`;
}

function readPublicUrl(text: string): string {
  const url = URL.parse(text);
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.search ||
    url.hash ||
    url.username ||
    url.password
  ) {
    throw new ConfigError(
      'SEGUE_URL must be an http or https URL without query or fragment, such as https://login.example.com',
    );
  }
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

function readDatabase(url: string): Config['database'] {
  if (url.startsWith('sqlite:')) return { engine: 'sqlite', file: url.slice('sqlite:'.length) };
  if (/^postgres(ql)?:\/\//.test(url)) return { engine: 'postgres' };
  throw new ConfigError('DATABASE_URL must begin with sqlite: or postgres://');
}

function readSecretKeys(text: string | undefined): readonly Uint8Array[] {
  return (text?.split(',') ?? []).map((key) => {
    const bytes = Buffer.from(key.trim(), 'base64');
    if (bytes.length === 32) return bytes;
    throw new ConfigError(
      'SEGUE_SECRET_KEY must be 32 bytes in base64 (newest first, comma-separated): openssl rand -base64 32',
    );
  });
}

function readTls(certFile: string | undefined, keyFile: string | undefined): Secrets['tls'] {
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined) {
    throw new ConfigError('SEGUE_TLS_CERT and SEGUE_TLS_KEY go together: both name a PEM file');
  }
  const tls = { cert: readPem('SEGUE_TLS_CERT', certFile), key: readPem('SEGUE_TLS_KEY', keyFile) };
  checkTls(tls, certFile, keyFile);
  return tls;
}

/** What OpenSSL would only say when the server opens, and without the name of the setting. */
function checkTls(tls: { cert: string; key: string }, certFile: string, keyFile: string): void {
  const certificate = orRefuse(
    () => new X509Certificate(tls.cert),
    `SEGUE_TLS_CERT: ${certFile} holds no certificate in PEM form`,
  );
  const key = orRefuse(
    () => createPrivateKey(tls.key),
    `SEGUE_TLS_KEY: ${keyFile} holds no private key in PEM form without a passphrase`,
  );
  if (!certificate.checkPrivateKey(key)) {
    throw new ConfigError(
      `SEGUE_TLS_KEY: ${keyFile} is not the key of the certificate in SEGUE_TLS_CERT (of a chain, the first)`,
    );
  }
  orRefuse(
    () => createSecureContext(tls),
    'SEGUE_TLS_CERT and SEGUE_TLS_KEY: no server can use these files: the chain is damaged, or the key too weak',
  );
}

function orRefuse<T>(read: () => T, fault: string): T {
  try {
    return read();
  } catch (error) {
    throw new ConfigError(fault, { cause: error });
  }
}

function readPem(name: string, file: string): string {
  return orRefuse(() => readFileSync(file, 'utf8'), `${name}: cannot read ${file}`);
}

function oneOf<const T extends string>(name: string, allowed: readonly T[], text: string): T {
  const found = allowed.find((each) => each === text);
  if (found !== undefined) return found;
  throw new ConfigError(`${name} must be one of ${allowed.join(', ')}`);
}

function checkTogether(config: Config, secrets: Secrets): void {
  if (config.database.engine === 'postgres' && secrets.secretKeys.length === 0) {
    throw new ConfigError('SEGUE_SECRET_KEY is required with PostgreSQL: openssl rand -base64 32');
  }
  const hasId = config.bootstrapClientId !== undefined;
  const { bootstrapClientSecret } = secrets;
  if (hasId !== (bootstrapClientSecret !== undefined)) {
    throw new ConfigError('SEGUE_BOOTSTRAP_CLIENT_ID and SEGUE_BOOTSTRAP_CLIENT_SECRET go together');
  }
  if (bootstrapClientSecret !== undefined && bootstrapClientSecret.length < leastSecretCharacters) {
    throw new ConfigError(
      `SEGUE_BOOTSTRAP_CLIENT_SECRET must have at least ${leastSecretCharacters} characters`,
    );
  }
}
