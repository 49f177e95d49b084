import { type Connection, type LegacyAnswer, type ScriptDraft, scriptVersion } from '../accounts/index.ts';
import { contentDigest } from '../lib/keyed-digest.ts';
import type { Sealer } from '../lib/sealed-secret.ts';
import { defaultGuardLimits } from './guard-limits.ts';
import { standInAnswers } from './stand-in-answers.ts';

const draftMark = '~draft';

/** The id of the connection that scripts run for, be they a draft or not. */
export function withoutDraftMark(id: string): string {
  return id.endsWith(draftMark) ? id.slice(0, -draftMark.length) : id;
}

/**
 * A connection with a draft in the place of what is stored. It has an id of its own, so that the process of the stored
 * scripts is left alone. Of a draft's configuration digests stand here: they make another version of it.
 */
export function withDraft(connection: Connection, { customScripts, configuration }: ScriptDraft): Connection {
  const { id, options } = connection;
  const digests = Object.entries(configuration).map(([key, value]) => [key, contentDigest(value)]);
  return {
    ...connection,
    id: id + draftMark,
    options: {
      ...options,
      customScripts: { ...options.customScripts, ...customScripts },
      configuration: { ...options.configuration, ...Object.fromEntries(digests) },
    },
  };
}

/** Opens what is stored of a connection in its own place, and gives what the draft has in clear. */
export function openingDraft(
  sealer: Pick<Sealer, 'open'>,
  { id }: Connection,
  { configuration }: ScriptDraft,
): Pick<Sealer, 'open'> {
  return {
    open: (sealed, place) =>
      place.key !== undefined && Object.hasOwn(configuration, place.key)
        ? configuration[place.key]
        : sealer.open(sealed, { ...place, row: id }),
  };
}

/** Places for drafts: as many as nobody waits for, and no breaker. What makes them is loaded by the first one. */
export function createDraftLane(): (
  draft: Connection,
  question: () => Promise<LegacyAnswer>,
) => Promise<LegacyAnswer> {
  const { lanes, deadlineMs } = defaultGuardLimits;
  const opening = once(async () => (await import('./lane.ts')).createLane(lanes.background, deadlineMs));
  return async (draft, question) => {
    const lane = await opening();
    const beganAt = performance.now();
    const end = await lane.run(question);
    if (end.end === 'done') return end.value;
    const instead = standInAnswers(scriptVersion(draft));
    return instead.unanswered(end.end === 'cleared' ? { end: 'full' } : end, performance.now() - beganAt);
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
