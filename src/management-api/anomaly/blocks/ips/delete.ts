import { liftAddressBlock } from '../../../../accounts/index.ts';
import { noContent } from '../../../../http/index.ts';
import { isAddress } from '../../../../lib/address-list.ts';
import { actorOf } from '../../../actor-of.ts';
import { endpoint } from '../../../endpoint.ts';
import { nothing } from '../../../schemas.ts';
import { ipParams, noAddress } from './ip.ts';

/** `DELETE /api/v2/anomaly/blocks/ips/{id}`: 204 whether or not it was blocked. */
export const deleteBlockedIpEndpoint = endpoint({
  method: 'DELETE',
  url: '/anomaly/blocks/ips/:id',
  scope: 'delete:anomaly_blocks',
  summary: 'Lift the block of suspicious IP throttling on an address',
  schema: { params: ipParams, response: { 204: nothing } },
  handler: (needs) => async (request) => {
    const { id } = request.params;
    if (!isAddress(id)) return noAddress;
    await liftAddressBlock({ ...needs, store: needs.accounts }, id, actorOf(request));
    return noContent;
  },
});
