import { openApp } from '../app.ts';
import { readConfig } from '../config.ts';

/** Serves until SIGINT or SIGTERM, then drains and closes; a second signal ends at once. */
export async function start(): Promise<number> {
  const { config, secrets } = readConfig();
  const app = await openApp(config, secrets);
  await app.listen();
  await firstOf(['SIGINT', 'SIGTERM']);
  await app.close();
  return 0;
}

function firstOf(signals: readonly NodeJS.Signals[]): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of signals) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130));
        resolve();
      });
    }
  });
}
