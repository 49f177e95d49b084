import { randomBytes } from 'node:crypto';

/** Something that left the process: an answer, a log line, an event, a metric. */
export interface Utterance {
  readonly where: string;
  readonly text: string;
}

/** Secrets that must never be said, and the search for them. */
export interface Canaries {
  /** A new secret that can be told from every other text, and is watched from now on. */
  plant(kind: string): string;
  /** Watches a secret that the product itself has made. */
  watch(kind: string, secret: string): void;
  /** Every place where a secret was said, as it is or encoded; empty when all is well. */
  heardIn(said: readonly Utterance[]): readonly string[];
}

export function createCanaries(): Canaries {
  const secrets = new Map<string, string>();
  return {
    plant(kind) {
      const secret = `canary-${kind}-${randomBytes(12).toString('hex')}`;
      secrets.set(secret, kind);
      return secret;
    },
    watch: (kind, secret) => void secrets.set(secret, kind),
    heardIn(said) {
      const found: string[] = [];
      for (const [secret, kind] of secrets) {
        const forms = encodings(secret);
        for (const { where, text } of said) {
          if (forms.some((form) => text.includes(form))) found.push(`${kind} in ${where}`);
        }
      }
      return found;
    },
  };
}

/** The secret as it is, and as logs and errors like to wrap it. */
function encodings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  // Base64 of a part of a longer text keeps the inner characters whatever the offset; compare those of each offset.
  const base64 = [0, 1, 2].flatMap((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
    return [shifted.toString('base64'), shifted.toString('base64url')].map((text) =>
      text.slice(offset + 2, -4),
    );
  });
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString('hex'),
    JSON.stringify(secret).slice(1, -1),
    ...base64,
  ];
}
