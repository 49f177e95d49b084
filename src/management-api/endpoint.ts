import { endpointFor } from '../http/index.ts';
import type { ManagementApiNeeds } from './needs.ts';

/** Makes an endpoint of the Management API. */
export const endpoint = endpointFor<ManagementApiNeeds>();
