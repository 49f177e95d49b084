import { AjvCompiler } from '@fastify/ajv-compiler';
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import type { FastifyServerOptions } from 'fastify';

type CompilersFactory = NonNullable<
  NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']
>;
type BuildValidator = NonNullable<CompilersFactory['buildValidator']>;
type BuildSerializer = NonNullable<CompilersFactory['buildSerializer']>;

const validators = AjvCompiler();
const serializers = SerializerSelector();

/**
 * Fastify's own compilers of schemas, put off until a schema is first used: to compile all of them takes 200 ms, a third
 * of the start, and most of them are not needed for hours.
 */
export const lazySchemas: CompilersFactory = {
  // The types of Fastify and of its compilers describe one contract in words that do not meet.
  buildValidator: ((...[schemas, options]: Parameters<typeof validators>) => {
    const compile = validators(schemas, options);
    return (route: Parameters<typeof compile>[0]) => lazyValidator(() => compile(route));
  }) as BuildValidator,
  buildSerializer: ((...[schemas, options]: Parameters<typeof serializers>) => {
    const compile = serializers(schemas, options);
    return (route: Parameters<typeof compile>[0]) => lazySerializer(() => compile(route));
  }) as BuildSerializer,
};

type Validator = ((data: unknown) => unknown) & { errors?: unknown };

/** Fastify reads what is wrong from the function itself. */
function lazyValidator(compile: () => Validator): Validator {
  let compiled: Validator | undefined;
  const validate: Validator = (data) => {
    compiled ??= compile();
    const valid = compiled(data);
    validate.errors = compiled.errors;
    return valid;
  };
  return validate;
}

function lazySerializer(compile: () => (data: unknown) => string): (data: unknown) => string {
  let compiled: ((data: unknown) => string) | undefined;
  return (data) => {
    compiled ??= compile();
    return compiled(data);
  };
}
