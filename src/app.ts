import { randomBytes } from 'node:crypto';
import {
  connectionFor,
  createAttackProtection,
  createRefusalClock,
  HashQueueFull,
  type LogInNeeds,
  logIn,
  mayUseConnection,
} from './accounts/index.ts';
import { authenticationApi } from './authentication-api/index.ts';
import { type Config, isLoopback, type Secrets } from './config.ts';
import { announceEvent, createLogger, createMetrics } from './events/index.ts';
import { createHttpServer, registerHealth } from './http/index.ts';
import { chooseScriptIsolation, createRefusingDirectory, createScriptedDirectory } from './legacy/index.ts';
import { type Clock, systemClock } from './lib/clock.ts';
import { every } from './lib/every.ts';
import { keptKey } from './lib/kept-key.ts';
import { createSealer, type Sealer } from './lib/sealed-secret.ts';
import { managementApi, managementScopes, systemAudience } from './management-api/index.ts';
import { createOidc } from './oidc/index.ts';
import { createPasswordHashing } from './passwords/index.ts';
import { checkScript, createScriptRunner, type ScriptRunner } from './scripts/index.ts';
import { type AroundStatement, openStore, type Store } from './store/index.ts';
import { ensureBootstrapClient, ensureManagementApi } from './tenant/index.ts';

/** A Segue that is ready to serve. */
export interface App {
  /** Begins to serve; resolves with the base URL that this machine reaches it under, with a trailing slash. */
  listen(): Promise<string>;
  /** Lets requests in flight finish, then closes everything in the reverse of its order. */
  close(): Promise<void>;
}

/** Where tests hold, watch or kill what they test; a served Segue has none. */
export interface Seams {
  readonly clock?: Clock;
  readonly aroundStatement?: AroundStatement;
  readonly wrapRunner?: (runner: ScriptRunner) => ScriptRunner;
  /** Where the log goes instead of the standard output. */
  readonly logDestination?: { write(line: string): void };
}

const sweepIntervalMs = 10 * 60_000;
const sweepRows = 1_000; // a few milliseconds of the store's time

/**
 * Opens and connects everything, in order; nothing else knows all rooms.
 *
 * @throws ConfigError, NewerSchemaError, and whatever a driver throws when the store cannot be reached
 */
export async function openApp(config: Config, secrets: Secrets, seams: Seams = {}): Promise<App> {
  const { clock = systemClock, wrapRunner = (runner) => runner } = seams;
  await using opened = new AsyncDisposableStack();
  const logger = createLogger({ level: config.logLevel, destination: seams.logDestination });
  const metrics = createMetrics();

  const sealer = await openSealer(config, secrets);
  const store = await openStore({
    url: secrets.databaseUrl,
    clock,
    announce: (event) => announceEvent({ logger, metrics }, event),
    onIdleError: (err) => logger.warn({ err }, 'a connection to the store broke'),
    ...seams,
  });
  opened.defer(() => store.close());
  const sweeping = every(
    sweepIntervalMs,
    () => sweep(store, clock, config.logRetentionDays),
    (err) => logger.error({ err }, 'sweeping failed'),
  );
  opened.defer(() => sweeping.stop());

  const isolation = chooseScriptIsolation(config.scriptIsolation, isLoopback(config.host));
  const runner = wrapRunner(createScriptRunner());
  opened.defer(() => runner.close());
  const legacy =
    isolation.level === 'refused'
      ? createRefusingDirectory(isolation.reason)
      : createScriptedDirectory({ runner, sealer });

  const passwords = createPasswordHashing({ queueFull: () => new HashQueueFull(1) });
  metrics.gauge('segue_hashes_waiting', 'Passwords that wait to be hashed', () => passwords.load().waiting);

  const { accounts, tenant } = store;
  const logInNeeds: LogInNeeds = {
    store: accounts,
    legacy,
    passwords,
    clock,
    digestKey: sealer.deriveKey('event identifiers'),
    attackProtection: createAttackProtection({
      counters: store.counters,
      clock,
      key: sealer.deriveKey('attempt counters'),
    }),
    refusals: createRefusalClock({
      clock,
      savePeriod: async (id, refusalPeriodMs) =>
        void (await accounts.connections.update(id, { refusalPeriodMs })),
    }),
  };
  const oidc = await createOidc({
    issuer: config.publicUrl,
    tenant,
    sealer,
    storage: store.oidc,
    clock,
    logIn: (attempt) => logIn(logInNeeds, attempt),
    connectionFor: (clientId, realm) => connectionFor({ store: accounts, tenant }, clientId, realm),
    mayUseConnection: (clientId, connectionId) => mayUseConnection(accounts, clientId, connectionId),
    findUser: (userId) => accounts.users.find(userId),
    recordEvent: (event) => accounts.events.record(event),
    cookieKeys: [Buffer.from(sealer.deriveKey('cookies')).toString('base64url')],
  });

  const api = { identifier: systemAudience({ baseUrl: config.publicUrl }), scopes: managementScopes };
  await ensureManagementApi(tenant, api, clock.now());
  const { bootstrapClientId: clientId } = config;
  const { bootstrapClientSecret: clientSecret } = secrets;
  if (clientId !== undefined && clientSecret !== undefined) {
    await ensureBootstrapClient({ tenant, sealer, now: clock.now() }, { clientId, clientSecret }, api);
  }

  const server = createHttpServer({
    logger,
    trustedProxies: config.trustedProxies,
    ...(secrets.tls === undefined ? {} : { tls: secrets.tls }),
  });
  opened.defer(() => server.close());
  registerHealth(server, { isReady: store.isReady, metrics: metrics.text, isolation: isolation.level });
  await server.register(oidc.plugin);
  await server.register(authenticationApi(oidc));
  await server.register(
    managementApi({
      baseUrl: config.publicUrl,
      accounts,
      tenant,
      legacy,
      passwords,
      sealer,
      checkScript,
      clock,
      tokens: { verify: (token) => oidc.verifyAccessToken(token, api.identifier) },
    }),
  );

  const closing = opened.move();
  return {
    async listen() {
      await server.listen({ host: config.host, port: config.port });
      const address = server.server.address();
      const port = typeof address === 'object' ? (address?.port ?? config.port) : config.port;
      logger.info({ url: config.publicUrl, port, isolation }, 'segue serves');
      if (isolation.level === 'refused') logger.warn({ isolation }, 'action scripts are refused');
      return `${config.tls ? 'https' : 'http'}://${config.host === '::1' ? '[::1]' : 'localhost'}:${port}/`;
    },
    close: () => closing.disposeAsync(),
  };
}

/** The keys of the environment, or the one that is kept beside the SQLite file. */
async function openSealer({ database }: Config, { secretKeys }: Secrets): Promise<Sealer> {
  if (secretKeys.length > 0 || database.engine === 'postgres') return createSealer(secretKeys);
  if (database.file === ':memory:') return createSealer([randomBytes(32)]);
  return createSealer([await keptKey(`${database.file}.key`)]);
}

async function sweep(store: Store, clock: Clock, logRetentionDays: number): Promise<void> {
  const now = clock.now();
  const oldestEvent = now - logRetentionDays * 24 * 60 * 60_000;
  for (const deleteSome of [
    () => store.oidc.deleteExpired(now, sweepRows),
    () => store.counters.deleteEnded(now, sweepRows),
    () => store.oldEvents.deleteBefore(oldestEvent, sweepRows),
  ]) {
    while ((await deleteSome()) === sweepRows); // other writers have their turn in between
  }
}
