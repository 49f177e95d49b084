import vm from 'node:vm';
import { findScriptFunction, holdsNone, lineOf, resultName } from './find-script-function.mjs';

/**
 * Compiles a script in the main context and evaluates what stands around its function. Stacks carry the
 * script's own file name and lines.
 * @param {string} source
 * @param {string} script
 * @returns {(...args: unknown[]) => unknown}
 * @throws {SyntaxError} or whatever the script's top level throws
 */
export function compileScript(source, script) {
  const evaluate = vm.compileFunction(bodyOf(source, script), [resultName], {
    filename: `${script}.js`,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const found = Reflect.apply(evaluate, globalThis, []);
  if (typeof found !== 'function') throw holdsNone(script);
  return /** @type {(...args: unknown[]) => unknown} */ (found);
}

/** @param {string} source @param {string} script */
function bodyOf(source, script) {
  try {
    return findScriptFunction(source, script);
  } catch (error) {
    const line = error instanceof SyntaxError ? lineOf(error) : undefined;
    if (line === undefined) throw error;
    throw new SyntaxError(
      `${/** @type {SyntaxError} */ (error).message} (line ${line} of the ${script} script)`,
    );
  }
}
