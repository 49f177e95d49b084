/** What the server says of itself: each route's schema as OpenAPI 3.1 (`serve-open-api.ts` is the place to begin). */
import type {} from './route-schema.ts';

export type {
  JsonSchema,
  MediaType,
  OpenApiDocument,
  Operation,
  Parameter,
  ResponseObject,
  SecurityRequirement,
} from './document.ts';
export { anyScopeOf, clientCredentials, userToken } from './security-schemes.ts';
export { serveOpenApi } from './serve-open-api.ts';
