import { type ResolveHost, resolveHost, type WantedFamily } from '../egress/resolve-host.ts';

/** Names as an attacker's own name server would have them. */
export interface NameServer {
  readonly resolve: ResolveHost;
  /** How many look-ups of the name that hangs there have been since it was asked last. None of them ends. */
  takeHanging(): number;
}

export function openNameServer(): NameServer {
  let rebound = 0;
  let hanging = 0;
  return {
    resolve: async (asked, family) => {
      const host = asked.toLowerCase().replace(/\.$/, '');
      if (host === 'hangs.example.com') {
        hanging += 1;
        return new Promise(() => {});
      }
      rebound += 1;
      const address = /^rebinds/.test(host) ? ['127.0.0.1', '127.0.0.2'][rebound % 2] : addresses[host];
      if (address !== undefined) return [{ address, family: address.includes(':') ? 6 : 4 }];
      return numbers(host, family);
    },
    takeHanging: () => {
      const count = hanging;
      hanging = 0;
      return count;
    },
  };
}

const addresses: Readonly<Record<string, string>> = {
  localhost: '127.0.0.1',
  'own.example.com': '127.0.0.1',
  'metadata.example.com': '169.254.169.254',
  'metadata6.example.com': '::ffff:a9fe:a9fe',
};

/** Addresses in their other spellings are read by the system; no other name is known. */
async function numbers(host: string, family: WantedFamily): ReturnType<ResolveHost> {
  if (/^[\da-fx.]+$/.test(host)) return resolveHost(host, family);
  throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
}
