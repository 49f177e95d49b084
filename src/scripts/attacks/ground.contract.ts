import { url } from 'node:inspector';
import { getPriority } from 'node:os';
import type { ResolveHost } from '../egress/resolve-host.ts';
import type { HostAndPort } from '../index.ts';
import { openGroundFiles } from './ground-files.contract.ts';
import { openGroundListeners } from './ground-listeners.contract.ts';
import { openNameServer } from './name-server.contract.ts';

/** What attacks are aimed at, all of it real, and what was hit: seen from outside of the script. */
export interface Ground {
  /** Where the targets are, for a script's configuration. */
  readonly targets: Readonly<Record<string, string>>;
  /** A module folder of the operator's, with one package in it. */
  readonly moduleFolder: string;
  /** Segue's own listeners. */
  readonly own: readonly HostAndPort[];
  readonly resolve: ResolveHost;
  /** What was hit since it was asked last. */
  hits(): readonly string[];
  close(): void;
}

/** A signal that harms no process: it is ignored where nobody waits for it. */
const signal = 'SIGURG';

/** Opens the targets, this process among them. */
export async function openGround(): Promise<Ground> {
  const hit: string[] = [];
  const files = openGroundFiles();
  const listeners = await openGroundListeners(files.folder, (what) => hit.push(what));
  const names = openNameServer();
  const onSignal = (): void => void hit.push('the server, by a signal');
  process.on(signal, onSignal);
  const priority = getPriority();
  return {
    targets: { ...files.targets, ...listeners.targets, SERVER: String(process.pid), SIGNAL: signal },
    moduleFolder: files.moduleFolder,
    own: listeners.own,
    resolve: names.resolve,
    hits: () => {
      hit.push(...files.hits());
      if (names.takeHanging() > 1) hit.push('more than one look-up at once');
      if (url() !== undefined) hit.push("the server's inspector");
      if (getPriority() !== priority) hit.push("the server's priority");
      if (Object.keys(Object.prototype).length > 0) hit.push('prototypes');
      return hit.splice(0);
    },
    close: () => {
      process.off(signal, onSignal);
      listeners.close();
      files.remove();
    },
  };
}
