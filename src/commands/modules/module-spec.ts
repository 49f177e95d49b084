import { ModuleError } from './module-error.ts';

/** A package to install: `mssql`, `mssql@12`, `@scope/driver@^1.2`. */
export interface ModuleSpec {
  readonly name: string;
  /** A version, a range or a tag; none means the latest. */
  readonly version: string | undefined;
}

/** The longest name that the registry takes. */
const maxNameCharacters = 214;

/**
 * A package name and no more. What npm would read as a folder, a URL, a git repository, an alias or an option of its own
 * has a character that is missing here.
 */
const nameForm = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;
const versionForm =
  /^(?:[~^]?\d{1,9}(?:\.(?:\d{1,9}|x)){0,2}(?:-[0-9A-Za-z.-]{1,64})?|[a-z][a-z0-9-]{0,63})$/;

/** npm takes a name or a version that ends so for a file. */
const fileForm = /\.(?:tgz|tar|tar\.gz)$/i;

/**
 * Reads `name` or `name@version`.
 *
 * @throws ModuleError for anything else
 */
export function readModuleSpec(text: string): ModuleSpec {
  const at = text.indexOf('@', 1);
  const name = at === -1 ? text : text.slice(0, at);
  const version = at === -1 ? undefined : text.slice(at + 1);
  const isVersion = version === undefined || versionForm.test(version);
  if (name.length <= maxNameCharacters && nameForm.test(name) && isVersion && !fileForm.test(text))
    return { name, version };
  throw new ModuleError(
    `"${text.slice(0, 80)}" is no package name: write name or name@version, such as mssql or mssql@12`,
  );
}

/** As npm takes it. */
export function specText({ name, version }: ModuleSpec): string {
  return version === undefined ? name : `${name}@${version}`;
}
