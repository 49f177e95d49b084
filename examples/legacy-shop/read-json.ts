import type { IncomingMessage } from 'node:http';

/** The only bodies are changes to one user. */
const maxBodyBytes = 10_000;

/** Reads a body as JSON; undefined when it is not JSON, is too long, or breaks off. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      const piece = Buffer.from(chunk);
      bytes += piece.length;
      if (bytes > maxBodyBytes) return undefined;
      chunks.push(piece);
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}
