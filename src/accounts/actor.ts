import type { Source } from './event.ts';

/** On whose behalf something is done, for its event. */
export interface Actor {
  readonly clientId: string | null;
  readonly source: Source;
}
