import { once } from 'node:events';
import { createServer } from 'node:net';

// An abstract socket of Linux: it is on no disk, and gone with its process however that ends.
const name = '\0segue-bench';

/**
 * Makes this the only bench on the machine: two of them would share the cores and spoil each other's figures without a
 * drift to tell it by.
 *
 * @throws Error when another one is running
 */
export async function beAlone(): Promise<void> {
  const claim = createServer().unref().listen(name);
  try {
    await once(claim, 'listening');
  } catch (error) {
    throw new Error('another bench is running on this machine', { cause: error });
  }
}
