import { exitCodes, Failure } from './failure.ts';

/** Where Segue is, and as whom it is spoken to. */
export interface Settings {
  /** With a trailing slash. */
  readonly url: URL;
  readonly credentials: Credentials;
}

export type Credentials =
  | { readonly by: 'token'; readonly token: string }
  | { readonly by: 'client'; readonly clientId: string; readonly clientSecret: string };

type Environment = Readonly<Record<string, string | undefined>>;

const atHome = 'http://localhost:3000';

/**
 * Reads what says where Segue is and as whom it is spoken to. On Segue's own machine the settings of the server will do.
 *
 * @param url the option `--url`, before the environment
 * @throws Failure when something is missing or cannot be read
 */
export function readSettings(url: string | undefined, environment: Environment = process.env): Settings {
  const set = (name: string): string | undefined => environment[name]?.trim() || undefined;
  return { url: readUrl(url ?? set('SEGUE_URL') ?? atHome), credentials: readCredentials(set) };
}

function readUrl(text: string): URL {
  const url = URL.parse(text);
  const isPlain = url !== null && url.search === '' && url.hash === '' && url.username === '';
  if (!isPlain || !/^https?:$/.test(url.protocol)) {
    throw new Failure(
      exitCodes.badSettings,
      `"${text.slice(0, 200)}" is no address of a Segue`,
      'Set SEGUE_URL or --url to an http or https URL, such as https://login.example.com.',
    );
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

function readCredentials(set: (name: string) => string | undefined): Credentials {
  const token = set('SEGUE_TOKEN');
  if (token !== undefined) return { by: 'token', token };
  const clientId = set('SEGUE_CLIENT_ID') ?? set('SEGUE_BOOTSTRAP_CLIENT_ID');
  const clientSecret = set('SEGUE_CLIENT_SECRET') ?? set('SEGUE_BOOTSTRAP_CLIENT_SECRET');
  if (clientId !== undefined && clientSecret !== undefined) return { by: 'client', clientId, clientSecret };
  throw new Failure(
    exitCodes.badSettings,
    'no credentials for the Management API',
    'Set SEGUE_CLIENT_ID and SEGUE_CLIENT_SECRET to those of a machine-to-machine client with a grant for it (the bootstrap client has one), or SEGUE_TOKEN to an access token.',
  );
}

const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether secrets would travel in the clear, to another machine. */
export function isInTheClear({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && !loopback.test(hostname);
}
