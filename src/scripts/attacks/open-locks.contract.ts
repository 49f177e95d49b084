import type { Launch } from '../launch.ts';
import { runnerFolder } from '../launch.ts';
import { launchSandboxed, sandboxOf } from '../strict/launch-strict.ts';

/**
 * The wall of `strict` with Node's own locks open: no permission model, its insides in reach, SQLite there. What is
 * refused now, the kernel refuses.
 */
export const launchWithOpenLocks: Launch = (request) =>
  launchSandboxed({
    ...sandboxOf(request),
    command: [
      process.execPath,
      '--expose-internals',
      '--no-warnings',
      `--max-old-space-size=${request.heapMb}`,
      `${runnerFolder}main.mjs`,
    ],
  });
