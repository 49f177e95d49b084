/**
 * What the edges share: the server, the errors' forms, bearer authentication, paging. An endpoint is data with a handler
 * below (`endpoint.ts`); an edge hands its list of them to `registerEndpoints`. Knows no edge and no part: what checks a
 * token is an interface here (`bearer.ts`) that `app.ts` plugs in. Next door: `accounts/`, whose words it speaks; the
 * edges, which build on it.
 */
export { type Answer, accepted, created, noContent, ok, refuse, unchanged } from './answer.ts';

export { sendProblem } from './answer-error.ts';
export { calledByApplications, serveApplications } from './application-routes.ts';
export {
  type AccessTokenClaims,
  type AccessTokenVerifier,
  type Authentication,
  authenticateBearer,
  type Caller,
  insufficientScope,
  type TokenVerdict,
} from './bearer.ts';
export { createHttpServer, type HttpServerOptions } from './create-http-server.ts';
export { type Endpoint, type EndpointSchema, endpointFor, scopesOf } from './endpoint.ts';
export { authenticationErrorForm, type ErrorForm, managementErrorForm, refusedAs } from './error-form.ts';
export { type FieldsQuery, fieldsParameters, pickFields } from './fields.ts';
export { type HealthNeeds, registerHealth } from './health.ts';
export * from './open-api/index.ts';
export {
  checkpointParameters,
  type PagedItems,
  type Paging,
  type PagingQuery,
  pageForm,
  pageOf,
  pageParameters,
  pagingParameters,
  readCheckpoint,
  readNumberedPage,
  readPage,
  readPaging,
} from './paging.ts';
export { passwordProblem, passwordRefusal, passwordRefusalSchema } from './password-refusal.ts';
export type { Problem } from './problem.ts';
export { createRateLimit, limitRate, type RateLimit, whoAsks } from './rate-limit.ts';
export { type EdgeOptions, type EndpointCall, registerEndpoints } from './register-endpoints.ts';
export { sourceOf } from './source-of.ts';
export { wantedLocales } from './wanted-locales.ts';
