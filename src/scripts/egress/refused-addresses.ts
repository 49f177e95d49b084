import { type AddressForms, isInRange, rangeOf } from './address-forms.ts';

/** No legacy system lives there, and much that is not the script's to ask does. */
const refusedRanges = [
  // Unspecified and "this network": Linux connects 0.0.0.0 to the machine itself.
  '0.0.0.0/8',
  '::/128',
  // Link-local, with the metadata service of nearly every cloud at 169.254.169.254.
  '169.254.0.0/16',
  'fe80::/10',
  // Metadata and host agents elsewhere: Alibaba, Oracle, Azure; Amazon, Google and Scaleway over IPv6.
  '100.100.100.200/32',
  '192.0.0.0/24',
  '168.63.129.16/32',
  'fd00:ec2::/32',
  'fd20:ce::254/128',
  'fd00:42::42/128',
  // Multicast, reserved and broadcast.
  '224.0.0.0/4',
  '240.0.0.0/4',
  'ff00::/8',
].map(rangeOf);

/** Whether an address, or one that is wrapped in it, is refused to every script (S22). */
export function isAlwaysRefused({ all }: AddressForms): boolean {
  return all.some((address) => refusedRanges.some((range) => isInRange(address, range)));
}
