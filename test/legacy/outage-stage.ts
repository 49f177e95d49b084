import type { TestContext } from 'node:test';
import { type Mailbox, openMailbox } from '../kit/mailbox.ts';
import type { Segue } from '../kit/start-segue.ts';
import type { TestedStore } from '../kit/stores.ts';
import { type HostileProxy, openHostileProxy, type Trouble, troubles } from './hostile-proxy.ts';
import type { LegacyInTrouble } from './legacies-in-trouble.ts';
import { type Doors, openLegacyStage } from './legacy-stage.ts';
import { createMovableClock } from './movable-clock.ts';

/** A connection whose legacy system can get into trouble. */
export interface Troubled extends Doors {
  readonly trouble: Trouble;
  readonly proxy: HostileProxy;
}

/** One connection for each kind of trouble, none of them in it yet, and one that will have none. */
export interface OutageStage {
  readonly segue: Segue;
  readonly troubled: readonly Troubled[];
  readonly healthy: Doors;
  readonly mailbox: Mailbox;
  /** Does something on all connections that can get into trouble, at the same time. */
  each(act: (one: Troubled) => Promise<void>): Promise<void>;
  /** What was put off for this long is due, and goes on. */
  passTime(milliseconds: number): void;
}

/** In the legacy system, and already moved when the outage begins. */
export const moved = 'moved@example.com';
/** In the legacy system alone. */
export const newcomers = Array.from({ length: 8 }, (_, at) => `newcomer${at}@example.com`);
/** A legacy user who has forgotten the password. */
export const forgetful = 'forgetful@example.com';
/** Not in the legacy system. */
export const nobody = (what: string): string => `nobody.${what}@example.com`;

const deadlineMs = 4_000;

export async function openOutageStage(
  t: TestContext,
  store: TestedStore,
  kind: LegacyInTrouble,
): Promise<OutageStage> {
  const mailbox = await openMailbox();
  t.after(() => mailbox.close());
  const clock = createMovableClock();
  const environment = { SMTP_URL: mailbox.url };
  const { segue, password, connect } = await openLegacyStage(t, store, { deadlineMs, environment, clock });
  const legacy = await kind.start(t, [moved, forgetful, ...newcomers], password);
  const troubled: Troubled[] = [];
  for (const trouble of troubles) {
    const proxy = await openHostileProxy(legacy.port, kind.question);
    t.after(() => proxy.stop());
    troubled.push({ trouble, proxy, ...(await connect(trouble, legacy.scripts(proxy.port))) });
  }
  return {
    segue,
    troubled,
    healthy: await connect('healthy', legacy.scripts(legacy.port)),
    mailbox,
    each: async (act) => void (await Promise.all(troubled.map(act))),
    passTime: (milliseconds) => clock.moveOn(milliseconds),
  };
}
