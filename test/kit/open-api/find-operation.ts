import type { OpenApiDocument, Operation } from '../../../src/http/index.ts';

/** An operation at its place. */
export interface FoundOperation {
  /** `GET /api/v2/users/{id}` */
  readonly route: string;
  readonly operation: Operation;
}

interface Template {
  readonly pattern: RegExp;
  readonly places: number;
  readonly found: FoundOperation;
}

/** A function that finds the operation of a request, by its method and path, as the router does. */
export function operationFinder({
  paths,
}: OpenApiDocument): (method: string, path: string) => FoundOperation | undefined {
  const templates = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => templateOf(method.toUpperCase(), path, operation)),
  );
  const byPlaces = templates.toSorted((a, b) => a.places - b.places);
  return (method, path) => {
    const asked = `${method} ${withoutEscapes(path)}`;
    return byPlaces.find(({ pattern }) => pattern.test(asked))?.found;
  };
}

function templateOf(method: string, path: string, operation: Operation): Template {
  const parts = path.split(/\{\w+\}/);
  const pattern = parts.map((part) => part.replaceAll('.', '\\.')).join('[^/]+');
  return {
    pattern: new RegExp(`^${method} ${pattern}$`, 's'),
    places: parts.length - 1,
    found: { route: `${method} ${path}`, operation },
  };
}

/** An escaped slash is a part of its segment, and stays escaped. */
function withoutEscapes(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
