import { findProgram, programDirectories } from './find-program.ts';

export type ServiceName =
  | 'postgres'
  | 'mariadb'
  | 'openldap'
  | 'bubblewrap'
  | 'chromium'
  | 'nginx'
  | 'schemathesis';

interface ServiceNeeds {
  /** All of them must be there; the first is the service itself. */
  readonly programs: readonly [string, ...string[]];
  /** The Debian packages that bring them. */
  readonly packages?: string;
  /** What installs them where no package does; .ci/run says the same. */
  readonly command?: string;
}

const services: Readonly<Record<ServiceName, ServiceNeeds>> = {
  postgres: { programs: ['postgres', 'initdb'], packages: 'postgresql' },
  mariadb: { programs: ['mariadbd', 'mariadb-install-db'], packages: 'mariadb-server' },
  openldap: { programs: ['slapd', 'slapadd'], packages: 'slapd ldap-utils' },
  bubblewrap: { programs: ['bwrap'], packages: 'bubblewrap' },
  chromium: { programs: ['chromium'], packages: 'chromium' },
  nginx: { programs: ['nginx'], packages: 'nginx-light' },
  schemathesis: {
    programs: ['schemathesis'],
    command: 'python3 -m venv /opt/schemathesis && /opt/schemathesis/bin/pip install schemathesis==4.32.5',
  },
};

/** What availability depends on; handed in so that a test can describe another machine. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directories: readonly string[];
}

export class MissingServiceError extends Error {
  override readonly name = 'MissingServiceError';
}

/**
 * Options for a `node:test` test or suite that needs these services: `test('…', skipUnless('mariadb'), …)`.
 * Where one is missing the test is skipped and says which command installs it. In CI (`CI`, or
 * `SEGUE_TEST_REQUIRE_SERVICES=1`) nothing may be skipped in silence: there it throws MissingServiceError.
 */
export function skipUnless(...names: readonly ServiceName[]): { skip: string | false } {
  return skipUnlessIn(thisMachine(), names);
}

/** As `skipUnless`, on the machine described. */
export function skipUnlessIn(where: Surroundings, names: readonly ServiceName[]): { skip: string | false } {
  const missing = names.filter((name) => !isAvailable(name, where));
  return skipUnlessTrue(missing.length === 0, adviceFor(missing), where.env);
}

/** The same for what is no program of this machine, with what there is to say where it is not so. */
export function skipUnlessTrue(
  isThere: boolean,
  advice: string,
  env: Surroundings['env'] = process.env,
): { skip: string | false } {
  if (isThere) return { skip: false };
  if (mustHaveServices(env)) throw new MissingServiceError(advice);
  return { skip: advice };
}

/**
 * The full path of the service's own program. Throws MissingServiceError with the command that installs it.
 */
export function requireService(name: ServiceName): string {
  return requireProgram(name, services[name].programs[0]);
}

/**
 * The full path of one program of a service. Throws MissingServiceError with the command that installs it.
 */
export function requireProgram(name: ServiceName, program: string): string {
  const path = findProgram(program, thisMachine().directories);
  if (path === undefined) throw new MissingServiceError(adviceFor([name]));
  return path;
}

/** The server that a whole test run shares, if there is one: an URL with the right to create databases. */
export function sharedPostgresUrl(env: Surroundings['env'] = process.env): string | undefined {
  return env['SEGUE_TEST_POSTGRES'] || undefined;
}

function thisMachine(): Surroundings {
  return { env: process.env, directories: programDirectories(process.env['PATH'] ?? '') };
}

function isAvailable(name: ServiceName, where: Surroundings): boolean {
  if (name === 'postgres' && sharedPostgresUrl(where.env) !== undefined) return true;
  return services[name].programs.every((program) => findProgram(program, where.directories) !== undefined);
}

function adviceFor(missing: readonly ServiceName[]): string {
  const packages = missing.flatMap((name) => services[name].packages ?? []);
  const commands = missing.flatMap((name) => services[name].command ?? []);
  const install = packages.length === 0 ? [] : [`apt-get install ${packages.join(' ')}`];
  return `needs ${missing.join(', ')}: ${[...install, ...commands].join('; ')}`;
}

function mustHaveServices(env: Surroundings['env']): boolean {
  const ci = env['CI'] ?? '';
  return env['SEGUE_TEST_REQUIRE_SERVICES'] === '1' || !['', '0', 'false'].includes(ci.toLowerCase());
}
