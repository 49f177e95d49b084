import assert from 'node:assert/strict';
import type { ReceivedLetter } from '../kit/mailbox.ts';
import type { Segue } from '../kit/start-segue.ts';
import type { Left, Visit } from './doors/door.ts';
import { opens, pathOf } from './doors/person.ts';

/** What became of a visit. */
export interface Verdict {
  readonly left: Left;
  /** Letters that came more than once. */
  readonly repeated: number;
}

/**
 * Looks what a visit has left behind: nothing or the whole change, the whole change if that was acknowledged, and with it
 * the letters that it owes, and no others.
 */
export async function judge(
  segue: Segue,
  { visit, acknowledged }: { readonly visit: Visit; readonly acknowledged: boolean },
  letters: readonly ReceivedLetter[],
): Promise<Verdict> {
  const received = letters.filter(({ envelope }) => envelope.to.some((to) => visit.addresses.includes(to)));
  const links = received.flatMap((letter) => letter.links.filter((link) => link.includes('?ticket=')));
  for (const link of links) assert.ok(await opens(segue, pathOf(link)), 'a link in a letter opens nothing');
  const left = await visit.look(segue);
  if (acknowledged) assert.equal(left, 'change', 'an acknowledged change is lost');
  const once = [...new Map(received.map((letter) => [letter.messageId, letter])).values()];
  const owed = left === 'change' ? visit.letters : [];
  assert.deepEqual(
    once.map(kindOf(visit)).toSorted(),
    owed.map(({ to, subject }) => `${to} ${subject}`).toSorted(),
  );
  return { left, repeated: received.length - once.length };
}

/** A letter as `OwedLetter` says it, or as it came where it is not owed by this change. */
function kindOf({ letters }: Visit): (letter: ReceivedLetter) => string {
  return ({ envelope, subject }) => {
    const to = envelope.to.join();
    const owed = letters.find((each) => each.to === to && each.subject.test(subject));
    return `${to} ${owed?.subject ?? subject}`;
  };
}
