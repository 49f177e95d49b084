/** A path of a router in OpenAPI's form, and what stands in its places. */
export interface PathTemplate {
  /** `/users/{id}` */
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly pattern?: string }[];
}

/** Reads `/users/:id` or `/assets/pages.:digest([0-9a-f]{12}).css`. */
export function readPath(url: string): PathTemplate {
  const places = [...url.matchAll(/:(\w+)(?:\(([^)]*)\))?/g)];
  const path = places.reduce((rest, [place, name]) => rest.replace(place, `{${name}}`), url);
  const parameters = places.map(([, name = '', pattern]) => ({
    name,
    ...(pattern === undefined ? {} : { pattern: `^${pattern}$` }),
  }));
  return { path, parameters };
}

/** A name of an operation for programs, as Auth0 builds them: `get_users_by_id`. */
export function operationIdOf(method: string, path: string): string {
  const words = path
    .replace(/^\/api\/v2\//, '/')
    .replaceAll(/\{(\w+)\}/g, 'by_$1')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  return [method.toLowerCase(), ...words].join('_');
}
