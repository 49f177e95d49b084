import { Socket } from 'node:net';
import { lineOf } from './control-channel.ts';
import { makeEgressFolder, removeEgressFolder } from './egress/egress-folder.ts';
import type { Launch, LaunchedRunner } from './launch.ts';

/** A process that gets ready and has been given no scripts yet, and the folder of the sockets that will lead out of it. */
export interface StartedRunner {
  readonly launched: LaunchedRunner;
  readonly egressFolder: string;
  /** Removes what is left of it on disk; to be called when it has ended and had no scripts. */
  discard(): void;
}

/** Starts a process at some level of isolation. Never throws: one that could not be started ends at once. */
export function startRunner(
  launch: Launch,
  facts: { readonly heapMb: number; readonly moduleFolders: readonly string[] },
): StartedRunner {
  let egressFolder: string | undefined;
  try {
    egressFolder = makeEgressFolder();
    const launched = launch({ ...facts, egressFolder });
    if (launched.started) launched.channel.write(preparation(launched, facts.moduleFolders));
    return withFolder(launched, egressFolder);
  } catch {
    // No room for a folder, no more processes or descriptors: its calls are told that it did not start.
    return withFolder(notStarted(), egressFolder ?? '');
  }
}

/** The first line to a process, which takes longer to obey than to read the scripts. */
export function preparation(
  { egressFolderInside: egressFolder }: Pick<LaunchedRunner, 'egressFolderInside'>,
  moduleFolders: readonly string[],
): string {
  return lineOf({ type: 'prepare', moduleFolders, egressFolder }) ?? '';
}

function withFolder(launched: LaunchedRunner, egressFolder: string): StartedRunner {
  return { launched, egressFolder, discard: () => removeEgressFolder(egressFolder) };
}

function notStarted(): LaunchedRunner {
  return {
    started: false,
    pid: () => undefined,
    channel: new Socket(),
    egressFolderInside: '',
    kill: () => {},
    onEnd: (listener) => void setImmediate(listener, null),
  };
}
