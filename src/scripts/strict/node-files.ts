let known: readonly string[] | undefined;

/**
 * Node's own binary and the shared libraries that it is linked with, under the paths where the loader looks for
 * them. Read once: the report takes 6 ms.
 */
export function nodeFiles(): readonly string[] {
  known ??= [process.execPath, ...sharedLibraries()];
  return known;
}

/** Native add-ons that the server has loaded are in the report too, and are none of a runner's business. */
function sharedLibraries(): readonly string[] {
  const report: unknown = withoutNetwork(() => process.report.getReport());
  if (typeof report !== 'object' || report === null || !('sharedObjects' in report)) return [];
  const { sharedObjects } = report;
  if (!Array.isArray(sharedObjects)) return [];
  return sharedObjects.filter(
    (path: unknown) => typeof path === 'string' && path.startsWith('/') && !path.endsWith('.node'),
  );
}

/** The report would ask DNS for the name behind every open connection. (The setting is not in Node's types.) */
function withoutNetwork<T>(take: () => T): T {
  const setting = 'excludeNetwork';
  const before: unknown = Reflect.get(process.report, setting);
  Reflect.set(process.report, setting, true);
  try {
    return take();
  } finally {
    Reflect.set(process.report, setting, before);
  }
}
