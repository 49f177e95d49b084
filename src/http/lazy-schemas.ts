import { createRequire } from 'node:module';
import type * as ajv from '@fastify/ajv-compiler';
import type * as stringify from '@fastify/fast-json-stringify-compiler';
import type { FastifyServerOptions } from 'fastify';

type CompilersFactory = NonNullable<
  NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']
>;
type BuildValidator = NonNullable<CompilersFactory['buildValidator']>;
type BuildSerializer = NonNullable<CompilersFactory['buildSerializer']>;

// Fastify compiles synchronously, so they are loaded so.
const load = createRequire(import.meta.url);
const validators = once(() => {
  const { AjvCompiler }: typeof ajv = load('@fastify/ajv-compiler');
  return AjvCompiler();
});
const serializers = once(() => {
  const { SerializerSelector }: typeof stringify = load('@fastify/fast-json-stringify-compiler');
  return SerializerSelector();
});

/**
 * Fastify's own compilers of schemas, put off until a schema is first used: to compile all of them takes 200 ms, a third
 * of the start, and most of them are not needed for hours. To load the compilers takes 50 ms and 2 MB.
 */
export const lazySchemas: CompilersFactory = {
  // The types of Fastify and of its compilers describe one contract in words that do not meet.
  buildValidator: ((...[schemas, options]: Parameters<ReturnType<typeof validators>>) => {
    const compiler = once(() => validators()(schemas, options));
    return (route: Parameters<ReturnType<typeof compiler>>[0]) => lazyValidator(() => compiler()(route));
  }) as BuildValidator,
  buildSerializer: ((...[schemas, options]: Parameters<ReturnType<typeof serializers>>) => {
    const compiler = once(() => serializers()(schemas, options));
    return (route: Parameters<ReturnType<typeof compiler>>[0]) => lazySerializer(() => compiler()(route));
  }) as BuildSerializer,
};

type Validator = ((data: unknown) => unknown) & { errors?: unknown };

/** Fastify reads what is wrong from the function itself. */
function lazyValidator(compile: () => Validator): Validator {
  const compiled = once(compile);
  const validate: Validator = (data) => {
    const valid = compiled()(data);
    validate.errors = compiled().errors;
    return valid;
  };
  return validate;
}

function lazySerializer(compile: () => (data: unknown) => string): (data: unknown) => string {
  const compiled = once(compile);
  return (data) => compiled()(data);
}

/** What `make` makes, at the first call and never again. */
function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
