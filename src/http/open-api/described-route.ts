import type { FastifySchema } from 'fastify';
import type { ErrorForm } from '../error-form.ts';
import type { SchemaComponents } from './components.ts';
import type { JsonSchema, Reference, ResponseObject } from './document.ts';
import type { PathTemplate } from './path.ts';

/** A route of one method. */
export interface DescribedRoute extends PathTemplate {
  readonly method: string;
  readonly group: string;
  readonly schema: FastifySchema;
}

/** What a route is described with. */
export interface DescriptionNeeds {
  /** The form of refusals at its path. */
  readonly form: ErrorForm;
  readonly components: SchemaComponents;
  /** What a reference to a component refers to; any other schema is itself. */
  readonly resolve: (schema: JsonSchema) => JsonSchema;
  /** Keeps a response under a name and refers to it. */
  readonly share: (name: string, response: ResponseObject) => Reference;
}
