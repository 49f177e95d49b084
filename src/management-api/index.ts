/**
 * The Management API v2: what an operator's tools do with users, connections, clients and APIs. One endpoint, one file,
 * named after it; the forms of what goes over the wire stand in `*-form.ts`, each in one place. Knows no part: it is
 * handed the stores' ports, the password hasher and the token check. Next door: `http/`, which makes routes of
 * endpoints; `accounts/` and `tenant/`, whose use cases decide.
 */
export { managementScopes } from './endpoints.ts';
export { managementApi } from './management-api.ts';
export { type ManagementApiNeeds, systemAudience } from './needs.ts';
