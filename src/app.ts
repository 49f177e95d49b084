import { randomBytes } from 'node:crypto';
import {
  confirmPasswordChange,
  connectionFor,
  createAttackProtection,
  createLoginBlocks,
  createRefusalClock,
  createThrottles,
  HashQueueFull,
  logIn,
  lookAtTicket,
  mayUseConnection,
  type Postbox,
  requestPasswordChange,
  signUp,
  verifyEmail,
} from './accounts/index.ts';
import { openActionScripts, type ScriptLimits } from './action-scripts.ts';
import { authenticationApi } from './authentication-api/index.ts';
import { type BackgroundWork, createBackgroundWork } from './background-work.ts';
import { type Config, isLoopback, type Secrets } from './config.ts';
import { announceEvent, createLogger, createMetrics } from './events/index.ts';
import {
  createHttpServer,
  createRateLimit,
  type RateLimit,
  registerHealth,
  serveApplications,
  serveOpenApi,
} from './http/index.ts';
import { chooseScriptIsolation } from './legacy/index.ts';
import { type Clock, systemClock } from './lib/clock.ts';
import { keptKey } from './lib/kept-key.ts';
import { createSealer, type Sealer } from './lib/sealed-secret.ts';
import { createOutboxPostbox, createSmtpPostbox } from './mail/index.ts';
import { managementApi, managementScopes, systemAudience } from './management-api/index.ts';
import { createOidc } from './oidc/index.ts';
import { apiReference, createKeptPasswords, createWaysOn, linkTo, pages } from './pages/index.ts';
import { createPasswordHashing, createPasswordPolicy } from './passwords/index.ts';
import {
  checkScript,
  faultInEgressPattern,
  proveStrict,
  type ScriptRunner,
  scriptModuleFolders,
} from './scripts/index.ts';
import { type AroundStatement, openStore } from './store/index.ts';
import { brandOf, createAllowedOrigins, ensureBootstrapClient, ensureManagementApi } from './tenant/index.ts';

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
  /** Where a test is about their ends: shorter times and smaller sizes of scripts' processes. */
  readonly scriptLimits?: ScriptLimits;
  readonly proveIsolation?: typeof proveStrict;
  /** Where the log goes instead of the standard output. */
  readonly logDestination?: { write(line: string): void };
}

/**
 * Opens and connects everything, in order; nothing else knows all rooms.
 *
 * @throws ConfigError, NewerSchemaError, and whatever a driver throws when the store cannot be reached
 */
export async function openApp(config: Config, secrets: Secrets, seams: Seams = {}): Promise<App> {
  const { clock = systemClock, wrapRunner = (runner) => runner, proveIsolation = proveStrict } = seams;
  await using opened = new AsyncDisposableStack();
  const logger = createLogger({ level: config.logLevel, destination: seams.logDestination });
  const metrics = createMetrics();

  // Beside the opening of the store: a first process takes its time.
  const prove = (): ReturnType<typeof proveStrict> =>
    proveIsolation(scriptModuleFolders(config.modulesFolder));
  const choosing = chooseScriptIsolation(config.scriptIsolation, isLoopback(config.host), prove);
  const sealer = await openSealer(config, secrets);
  let background: BackgroundWork | undefined;
  const store = await openStore({
    url: secrets.databaseUrl,
    clock,
    announce: (event) => announceEvent({ logger, metrics }, event),
    onIdleError: (err) => logger.warn({ err }, 'a connection to the store broke'),
    onJobsAdded: () => background?.wake(),
    ...seams,
  });
  opened.defer(() => store.close());
  metrics.gauges('segue_jobs', 'Jobs and letters, by state', 'state', store.jobQueue.counts);

  const isolation = await choosing;
  const scripts = openActionScripts({
    config,
    isolation,
    sealer,
    storeServer: store.server,
    logger,
    metrics,
    recordEvent: store.accounts.events.record,
    wrapRunner,
    ...(seams.scriptLimits === undefined ? {} : { limits: seams.scriptLimits }),
  });
  opened.defer(() => scripts.close());
  const { legacy } = scripts;

  const passwords = createPasswordHashing({ queueFull: () => new HashQueueFull(1) });
  metrics.gauge('segue_hashes_waiting', 'Passwords that wait to be hashed', () => passwords.load().waiting);

  const { accounts, tenant, counters } = store;
  const { get: settings } = tenant.settings;
  const guard = { counters, clock, key: sealer.deriveKey('attempt counters'), settings };
  const needs = {
    store: accounts,
    tenant,
    legacy,
    passwords,
    policy: createPasswordPolicy(),
    clock,
    digestKey: sealer.deriveKey('event identifiers'),
    ticketKey: sealer.deriveKey('tickets'),
    formerTicketKeys: sealer.deriveFormerKeys('tickets'),
    attackProtection: createAttackProtection(guard),
    loginBlocks: createLoginBlocks(guard),
    throttles: createThrottles(guard),
    refusals: createRefusalClock({
      clock,
      savePeriod: async (id, refusalPeriodMs) =>
        void (await accounts.connections.update(id, { refusalPeriodMs })),
    }),
    linkTo: linkTo(config.publicUrl),
  };
  const meantBy = (clientId: string | null, realm?: string): ReturnType<typeof connectionFor> =>
    connectionFor(needs, clientId, realm);

  const postbox = openPostbox(config, secrets, clock, logger);
  opened.defer(() => postbox.close());
  const jobNeeds = { ...needs, legacy: legacy.inBackground, postbox };
  const { logRetentionDays } = config;
  const work = createBackgroundWork({ store, clock, logger, metrics, logRetentionDays, jobNeeds });
  opened.defer(() => work.stop());
  background = work;

  const oidc = await createOidc({
    issuer: config.publicUrl,
    tenant,
    sealer,
    storage: store.oidc,
    clock,
    logIn: (attempt) => logIn(needs, attempt),
    connectionFor: meantBy,
    mayUseConnection: (clientId, connectionId) => mayUseConnection(accounts, clientId, connectionId),
    findUser: (userId) => accounts.users.find(userId),
    recordEvent: (event) => accounts.events.record(event),
    warn: (err, message) => logger.warn({ err }, message),
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
  const rateLimit = (perSecond: number): RateLimit | undefined =>
    perSecond === 0 ? undefined : createRateLimit({ perSecond, clock });
  serveApplications(server, {
    isAllowedOrigin: createAllowedOrigins({ clients: tenant.clients, clock }),
    rateLimit: rateLimit(config.rateLimits.authentication),
  });
  const document = serveOpenApi(server, config.publicUrl);
  await server.register(apiReference({ baseUrl: config.publicUrl, document }));
  registerHealth(server, { isReady: store.isReady, metrics: metrics.text, isolation });
  await server.register(oidc.plugin);
  await server.register(
    authenticationApi({
      verifyUserInfoToken: oidc.verifyUserInfoToken,
      connectionFor: meantBy,
      signUp: (attempt) => signUp(needs, attempt),
      requestPasswordChange: (request) => requestPasswordChange(needs, request),
      saysWhoExists: async () => (await tenant.settings.get()).publicSignupUserExistsError,
    }),
  );
  await server.register(
    pages({
      baseUrl: config.publicUrl,
      lookAtTicket: (secret) => lookAtTicket(needs, secret),
      confirmPasswordChange: (form) => confirmPasswordChange(needs, form),
      verifyEmail: (form) => verifyEmail(needs, form),
      brand: async () => brandOf(await tenant.settings.get()),
      ...createKeptPasswords({ sealer, clock }),
      ...createWaysOn({ sealer }),
    }),
  );
  await server.register(
    managementApi({
      ...needs,
      baseUrl: config.publicUrl,
      accounts,
      isolation,
      runScriptTrial: scripts.runTrial,
      signingKeys: oidc.signingKeys,
      refreshTokens: oidc.refreshTokens,
      sessions: oidc.sessions,
      sealer,
      checkScript,
      checkEgressPattern: faultInEgressPattern,
      rateLimit: rateLimit(config.rateLimits.management),
      tokens: { verify: (token) => oidc.verifyAccessToken(token, api.identifier) },
    }),
  );

  const closing = opened.move();
  return {
    async listen() {
      await server.listen({ host: config.host, port: config.port });
      const address = server.server.address();
      const port = typeof address === 'object' ? (address?.port ?? config.port) : config.port;
      scripts.listensAt({ host: config.host, port });
      work.start();
      logger.info({ url: config.publicUrl, port, isolation }, 'segue serves');
      if (isolation.level === 'refused') logger.warn({ isolation }, 'action scripts are refused');
      if (isolation.level === 'basic') logger.warn({ isolation }, 'action scripts have a weak wall');
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

/** The mail server; without one, files for whoever develops. A link stands in the file and never in the log. */
function openPostbox(
  { mailFrom: from, outbox: directory }: Config,
  { smtpUrl }: Secrets,
  clock: Clock,
  logger: ReturnType<typeof createLogger>,
): Postbox & { close(): Promise<void> } {
  if (smtpUrl !== undefined) return createSmtpPostbox({ url: smtpUrl, from, clock });
  const announce = ({ file, subject }: { file: string; subject: string }): void =>
    logger.warn({ file, subject }, 'no SMTP_URL: the letter lies in the outbox');
  return { ...createOutboxPostbox({ directory, from, clock, announce }), close: async () => {} };
}
