import { freePort } from './services/free-port.ts';
import { type Segue, type SegueOptions, startSegue } from './start-segue.ts';
import type { TestedStore } from './stores.ts';

/** Another process can take the port between our choosing and Segue's binding; three times over is no accident. */
const portAttempts = 3;

/**
 * Starts a Segue whose own addresses (letters' links, discovery, the issuer) lead to where it really listens, so that a
 * browser or an SDK can follow them; over HTTPS where the environment names a certificate.
 */
export async function startReachableSegue(
  store: TestedStore,
  options: SegueOptions = {},
  attempts = portAttempts,
): Promise<Segue> {
  const port = String(await freePort());
  const scheme = options.environment?.['SEGUE_TLS_CERT'] === undefined ? 'http' : 'https';
  const reachable = { PORT: port, SEGUE_URL: `${scheme}://localhost:${port}`, ...options.environment };
  try {
    return await startSegue(store, { ...options, environment: reachable });
  } catch (error) {
    const portWasTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!portWasTaken || attempts <= 1) throw error;
    return startReachableSegue(store, options, attempts - 1);
  }
}
