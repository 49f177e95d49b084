import type { Locale } from '../lib/locale.ts';
import type { Brand } from '../tenant/index.ts';
import type { Assets } from './assets.ts';
import type { Say } from './texts/text-values.ts';

/** What there is to know of a request before its page is written. */
export interface PageFrame {
  readonly brand: Brand;
  readonly locale: Locale;
  readonly say: Say;
  /** Path of the edge, with a trailing slash: `/u/`, or longer where SEGUE_URL has a path of its own. */
  readonly basePath: string;
  readonly assets: Assets;
}

/** A page, but for what stands around each. */
export interface Page {
  readonly status: number;
  readonly title: string;
  /** HTML. */
  readonly main: string;
  /** Whether it refuses what was sent: its title says so, for those who hear it first. */
  readonly isRefusal?: boolean;
  readonly retryAfterSeconds?: number;
}

/** Where somebody goes on when all is done: by a link, to another origin perhaps. */
export interface WayOn {
  readonly url: string;
  /** What people call it. */
  readonly application: string;
}
