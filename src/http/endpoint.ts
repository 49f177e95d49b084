import type { Static, TSchema } from 'typebox';
import type { Source } from '../accounts/index.ts';
import type { Answer } from './answer.ts';
import type { Caller } from './bearer.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** What goes in and out of an endpoint, by status. */
export interface EndpointSchema {
  readonly params?: TSchema;
  readonly querystring?: TSchema;
  readonly body?: TSchema;
  readonly response: Readonly<Record<number, TSchema>>;
}

/** A request as a handler sees it: every part as the endpoint's schema says. */
export interface EndpointRequest<S extends EndpointSchema> {
  readonly params: Part<S, 'params'>;
  readonly query: Part<S, 'querystring'>;
  readonly body: Part<S, 'body'>;
  readonly caller: Caller;
  readonly source: Source;
}

type Part<S extends EndpointSchema, K extends 'params' | 'querystring' | 'body'> =
  S extends Readonly<Record<K, infer P extends TSchema>> ? Static<P> : undefined;

/** An endpoint: data on top, its handler below. */
export interface EndpointDefinition<Needs, S extends EndpointSchema> {
  readonly method: Method;
  readonly url: string;
  /** The scopes, one of which the caller's token needs; null where no token is asked for. */
  readonly scope: string | readonly string[] | null;
  readonly summary: string;
  /** What there is to know beyond the summary. */
  readonly description?: string;
  readonly schema: S;
  readonly handler: (needs: Needs) => (request: EndpointRequest<S>) => Promise<Answer>;
}

/** An endpoint of any schema, for lists of them. */
export interface Endpoint<Needs> extends Omit<EndpointDefinition<Needs, EndpointSchema>, 'handler'> {
  readonly handler: (needs: Needs) => (request: CheckedRequest) => Promise<Answer>;
}

/** A request whose parts fit the endpoint's schema. */
export type CheckedRequest = Readonly<Record<'params' | 'query' | 'body', unknown>> &
  Pick<EndpointRequest<EndpointSchema>, 'caller' | 'source'>;

/**
 * A function that makes endpoints of an edge with these needs. It forgets the schema's types, so that endpoints can
 * stand in one list.
 */
export function endpointFor<Needs>(): <const S extends EndpointSchema>(
  definition: EndpointDefinition<Needs, S>,
) => Endpoint<Needs> {
  return (definition) => ({
    ...definition,
    handler: (needs) => {
      const handle = definition.handler(needs);
      // The route's schema check stands before every call: the parts are of these types.
      return (request) => handle(request as Parameters<typeof handle>[0]);
    },
  });
}

/** The scopes, one of which an endpoint asks for. */
export function scopesOf({ scope }: Pick<Endpoint<never>, 'scope'>): readonly string[] {
  return scope === null ? [] : typeof scope === 'string' ? [scope] : scope;
}
