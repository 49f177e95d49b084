import { freePort } from '../kit/services/free-port.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import type { TestedStore } from '../kit/stores.ts';

/** Another process can take the port between our choosing and Segue's binding; three times over is no accident. */
const portAttempts = 3;

/** Starts a Segue whose letters lead to where it really listens, so that a browser can open them. */
export async function startReachableSegue(
  store: TestedStore,
  environment: Readonly<Record<string, string>>,
  attempts = portAttempts,
): Promise<Segue> {
  const port = String(await freePort());
  const reachable = { PORT: port, SEGUE_URL: `http://localhost:${port}`, ...environment };
  try {
    return await startSegue(store, { environment: reachable });
  } catch (error) {
    const portWasTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!portWasTaken || attempts <= 1) throw error;
    return startReachableSegue(store, environment, attempts - 1);
  }
}
