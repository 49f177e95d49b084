import { registerHooks } from 'node:module';

/*
 * Loaded with `--import` into a Segue: puts a stub in the place of the package that hashes passwords, and touches nothing
 * else. What is left of a login's CPU time is what Segue can be blamed for.
 */
const stub = import.meta.resolve('./stub-argon2.ts');

registerHooks({
  resolve: (specifier, context, next) => next(specifier === '@node-rs/argon2' ? stub : specifier, context),
});
