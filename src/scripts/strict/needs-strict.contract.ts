import { skipUnless } from '../../../test/kit/services/services.ts';
import { proveStrict } from './prove-strict.ts';

/**
 * Options of a suite that runs at level `strict`. Without bubblewrap it is skipped, or fails in CI, as for any service;
 * where bubblewrap is there and the machine forbids namespaces, nothing can be installed: it is skipped, with the reason.
 */
export async function needsStrict(): Promise<{ skip: string | false }> {
  const installed = skipUnless('bubblewrap');
  if (installed.skip !== false) return installed;
  const proof = await proveStrict();
  return { skip: proof.holds ? false : `strict isolation does not work here: ${proof.reason}` };
}
