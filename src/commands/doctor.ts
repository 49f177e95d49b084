import { styleText } from 'node:util';
import { isMigrationActive } from '../accounts/index.ts';
import { type Config, ConfigError, isLoopback, readConfig, type Secrets } from '../config.ts';
import { chooseScriptIsolation } from '../legacy/index.ts';
import { probeSmtp } from '../mail/index.ts';
import {
  createScriptRunner,
  type Launch,
  launchBasic,
  launchStrict,
  proveStrict,
  scriptModuleFolders,
} from '../scripts/index.ts';
import { openStore, type Store } from '../store/index.ts';

type Finding = { readonly ok: boolean; readonly about: string; readonly text: string };

const harmlessScript =
  'function login(email, password, callback) { callback(null, { user_id: 1, email: email }); }';

/** Checks settings, store, mail server and action scripts without serving; exit code 0 when nothing stands in the way. */
export async function doctor(): Promise<number> {
  const findings: Finding[] = [];
  try {
    const { config, secrets } = readConfig();
    findings.push({
      ok: true,
      about: 'settings',
      text: `${config.publicUrl} on ${config.host}:${config.port}`,
    });
    findings.push(tlsFinding(config.publicUrl, config.tls));
    findings.push(...(await storeFindings(secrets.databaseUrl)));
    findings.push(await mailFinding(config, secrets));
    const { scriptIsolation, host, modulesFolder } = config;
    const isolation = await chooseScriptIsolation(scriptIsolation, isLoopback(host), () =>
      proveStrict(scriptModuleFolders(modulesFolder)),
    );
    findings.push({
      ok: isolation.level !== 'refused',
      about: 'isolation',
      text: `${isolation.level}: ${isolation.reason}`,
    });
    if (isolation.level !== 'refused')
      findings.push(await scriptFinding(isolation.level === 'strict' ? launchStrict : launchBasic));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    findings.push({ ok: false, about: 'settings', text: error.message });
  }
  for (const { ok, about, text } of findings) {
    const mark = ok ? styleText('green', '✓') : styleText('red', '✗');
    process.stdout.write(`${mark} ${about.padEnd(11)} ${text}\n`);
  }
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

function tlsFinding(publicUrl: string, tls: boolean): Finding {
  const { protocol, hostname } = new URL(publicUrl);
  if (tls) return { ok: true, about: 'tls', text: 'certificate and key can be read' };
  if (protocol === 'https:') return { ok: true, about: 'tls', text: 'left to the proxy in front' };
  if (isLoopback(hostname)) return { ok: true, about: 'tls', text: 'plain HTTP, on this machine only' };
  return { ok: false, about: 'tls', text: 'plain HTTP: passwords would travel in the clear' };
}

async function storeFindings(url: string): Promise<readonly Finding[]> {
  let store: Store;
  try {
    store = await openStore({ url });
  } catch (error) {
    return [{ ok: false, about: 'store', text: reasonOf(error) }];
  }
  try {
    const connections = await store.accounts.connections.list();
    const active = connections.filter(isMigrationActive).map(({ name }) => name);
    return [
      {
        ok: await store.isReady(),
        about: 'store',
        text: `${new URL(url).protocol.slice(0, -1)}, schema up to date`,
      },
      {
        ok: true,
        about: 'connections',
        text: `${connections.length}, migrating: ${active.join(', ') || 'none'}`,
      },
    ];
  } finally {
    await store.close();
  }
}

async function mailFinding({ outbox, mailFrom }: Config, { smtpUrl }: Secrets): Promise<Finding> {
  if (smtpUrl === undefined) {
    return {
      ok: true,
      about: 'mail',
      text: `no SMTP_URL: letters are laid down in ${outbox}, nobody gets mail`,
    };
  }
  const { host, username } = new URL(smtpUrl);
  const probe = await probeSmtp(smtpUrl);
  if (probe.ok) {
    const login = username === '' ? '' : ' and has nothing against the credentials';
    return { ok: true, about: 'mail', text: `${host} answers${login}; letters come from ${mailFrom}` };
  }
  const { reason, advice } = probe;
  return { ok: false, about: 'mail', text: `${host}: ${reason}${advice === undefined ? '' : `. ${advice}`}` };
}

async function scriptFinding(launch: Launch): Promise<Finding> {
  const runner = createScriptRunner({ launch });
  try {
    const { answer, durationMs } = await runner.run({
      connectionId: 'doctor',
      connectionName: 'doctor',
      scripts: { version: 'doctor', sources: { login: harmlessScript }, configuration: {} },
      script: 'login',
      args: ['doctor@localhost', 'none'],
    });
    return {
      ok: answer === 'value',
      about: 'scripts',
      text: `a first call answers in ${Math.round(durationMs)} ms`,
    };
  } finally {
    await runner.close();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
