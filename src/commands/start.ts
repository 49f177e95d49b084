import { openApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { untilToldToEnd } from './until-told-to-end.ts';

/** Serves until SIGINT or SIGTERM, then drains and closes. */
export async function start(): Promise<number> {
  const { config, secrets } = readConfig();
  const app = await openApp(config, secrets);
  await app.listen();
  await untilToldToEnd();
  await app.close();
  return 0;
}
