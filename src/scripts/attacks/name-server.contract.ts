import { setTimeout as after } from 'node:timers/promises';
import { type ResolveHost, resolveHost, type WantedFamily } from '../egress/resolve-host.ts';

/** Names as an attacker's own name server would have them. */
export interface NameServer {
  readonly resolve: ResolveHost;
  /** How many look-ups of the name that hangs there have been at once since it was asked last. */
  takeHanging(): number;
}

/** Like the system's, a look-up without an answer ends by itself; later than a call with the limits `short`. */
const longerThanShortMs = 2_500;

/** Of others, which share a place meanwhile, each waits no longer than it has patience. */
const stallMs = 500;

export function openNameServer(): NameServer {
  let rebound = 0;
  let hanging = 0;
  let most = 0;
  return {
    resolve: async (asked, family) => {
      const host = asked.toLowerCase().replace(/\.$/, '');
      if (host === 'hangs.example.com') {
        hanging += 1;
        most = Math.max(most, hanging);
        await after(longerThanShortMs, undefined, { ref: false });
        hanging -= 1;
        throw noAnswer();
      }
      if (host === 'stalls.example.com') {
        await after(stallMs, undefined, { ref: false });
        throw noAnswer();
      }
      rebound += 1;
      const address = /^rebinds/.test(host) ? ['127.0.0.1', '127.0.0.2'][rebound % 2] : addresses[host];
      if (address !== undefined) return [{ address, family: address.includes(':') ? 6 : 4 }];
      return numbers(host, family);
    },
    takeHanging: () => {
      const count = most;
      most = hanging;
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

function noAnswer(): Error {
  return Object.assign(new Error('no name server answers'), { code: 'EAI_AGAIN' });
}

/** Addresses in their other spellings are read by the system; no other name is known. */
async function numbers(host: string, family: WantedFamily): ReturnType<ResolveHost> {
  if (/^[\da-fx.]+$/.test(host)) return resolveHost(host, family);
  throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
}
