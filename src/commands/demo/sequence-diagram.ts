import { styleText } from 'node:util';

/** Who takes part, from left to right. */
export type Lane = 'user' | 'segue' | 'legacy';

/** Draws what happens between three parties, line by line, as it happens. */
export interface SequenceDiagram {
  /** The names of the parties, above their life lines. */
  heads(names: Readonly<Record<Lane, string>>): void;
  /** A message from one party to its neighbour, with how long the answer took where it is one. */
  arrow(from: Lane, to: Lane, label: string, tone?: Tone): void;
  /** What a party does by itself. */
  note(lane: Lane, text: string, tone?: Tone): void;
  /** The life line of a party ends: it is switched off. */
  end(lane: Lane, text: string): void;
  /** A line with nothing on it but the life lines. */
  space(): void;
}

export type Tone = 'plain' | 'good' | 'bad' | 'quiet';

const columns: Readonly<Record<Lane, number>> = { user: 8, segue: 40, legacy: 72 };
const lanes: readonly Lane[] = ['user', 'segue', 'legacy'];
const colours = { plain: 'reset', good: 'green', bad: 'red', quiet: 'gray' } as const;

/** @param print writes one line of at most 100 columns */
export function createSequenceDiagram(print: (line: string) => void): SequenceDiagram {
  const ended = new Set<Lane>();
  const lifeLine = (lane: Lane): string => (ended.has(lane) ? ' ' : '│');

  /** The life lines with pieces of text laid over them; a piece is coloured as a whole. */
  function line(pieces: readonly { at: number; text: string; tone: Tone }[]): void {
    const marks = lanes.map((lane) => ({ at: columns[lane], text: lifeLine(lane), tone: 'quiet' as const }));
    const free = marks.filter(
      ({ at }) => !pieces.some((piece) => piece.at <= at && at < piece.at + piece.text.length),
    );
    let drawn = '';
    let width = 0;
    for (const { at, text, tone } of [...free, ...pieces].toSorted((a, b) => a.at - b.at)) {
      drawn += ' '.repeat(Math.max(0, at - width)) + styleText(colours[tone], text);
      width = Math.max(width, at) + text.length;
    }
    print(drawn.trimEnd());
  }

  return {
    heads(names) {
      line(
        lanes.map((lane) => ({
          at: columns[lane] - Math.floor(names[lane].length / 2),
          text: names[lane],
          tone: 'plain' as const,
        })),
      );
      line([]);
    },
    arrow(from, to, label, tone = 'plain') {
      const [left, right] = columns[from] < columns[to] ? [from, to] : [to, from];
      const room = columns[right] - columns[left] - 1;
      const text = ` ${label} `;
      const rule = '─'.repeat(Math.max(0, room - text.length - 3));
      const shaft = left === from ? `──${text}${rule}▶` : `◀${rule}${text}──`;
      line([{ at: columns[left] + 1, text: shaft.slice(0, room), tone }]);
    },
    note(lane, text, tone = 'quiet') {
      line([{ at: columns[lane] + 2, text, tone }]);
    },
    end(lane, text) {
      line([{ at: columns[lane], text: `╳ ${text}`, tone: 'bad' }]);
      ended.add(lane);
    },
    space: () => line([]),
  };
}
