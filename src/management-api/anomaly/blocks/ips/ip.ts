import { Type } from 'typebox';
import { type Answer, refuse } from '../../../../http/index.ts';
import { text } from '../../../schemas.ts';

/** Path of an endpoint about one address. */
export const ipParams = Type.Object({ id: text(45, 'An IPv4 or IPv6 address') });

/** What is named is no address. */
export const noAddress: Answer = refuse(400, 'invalid_uri', 'This is not an IP address.');
