import type {} from 'fastify';
import type { SecurityRequirement } from './document.ts';

declare module 'fastify' {
  /** What a route's schema says for the document alone; Fastify itself does not read it. */
  interface FastifySchema {
    /** Whether the route is left out. */
    readonly hide?: boolean;
    readonly summary?: string;
    readonly description?: string;
    /** Alternatives, each naming what is needed; none where anybody may call, which is usual. */
    readonly security?: readonly SecurityRequirement[];
    /** Media types of the body; JSON unless said. */
    readonly consumes?: readonly string[];
  }
}
