/** Why a module was not installed or removed, in a sentence that says what to do next. */
export class ModuleError extends Error {
  override readonly name = 'ModuleError';
}
