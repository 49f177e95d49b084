import { refuse } from '../../../../http/index.ts';
import { isAddress } from '../../../../lib/address-list.ts';
import { endpoint } from '../../../endpoint.ts';
import { errorSchema, nothing } from '../../../schemas.ts';
import { ipParams, noAddress } from './ip.ts';

const notBlocked = refuse(404, 'inexistent_block', 'The IP address is not blocked.');

/** `GET /api/v2/anomaly/blocks/ips/{id}`: 200 without a body when the address is blocked, 404 when it is not. */
export const checkBlockedIpEndpoint = endpoint({
  method: 'GET',
  url: '/anomaly/blocks/ips/:id',
  scope: 'read:anomaly_blocks',
  summary: 'Whether suspicious IP throttling blocks an address',
  schema: { params: ipParams, response: { 200: nothing, 404: errorSchema } },
  handler:
    ({ loginBlocks }) =>
    async ({ params }) => {
      if (!isAddress(params.id)) return noAddress;
      return (await loginBlocks.isAddressBlocked(params.id)) ? { status: 200 } : notBlocked;
    },
});
