import { skipUnless } from '../../../test/kit/services/services.ts';
import { proveStrict } from './prove-strict.ts';

/**
 * Options of a suite that runs at level `strict`. Without bubblewrap it is skipped, or fails in CI, as for any service;
 * where bubblewrap is there and the machine forbids namespaces, nothing can be installed: it is skipped, with the reason.
 * A wall that stands and has a gap is no reason: the suite runs, and finds it.
 */
export async function needsStrict(): Promise<{ skip: string | false }> {
  const installed = skipUnless('bubblewrap');
  if (installed.skip !== false) return installed;
  const proof = await proveStrict();
  if (proof.holds || proof.reason.startsWith('of a test process')) return { skip: false };
  return { skip: `strict isolation does not work here: ${proof.reason}` };
}
