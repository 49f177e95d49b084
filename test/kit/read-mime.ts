/** A message (RFC 5322) as far as tests look at it. */
export interface MimeMessage {
  /** By lower-case name, unfolded, encoded words (RFC 2047) decoded; of a repeated header the first. */
  readonly headers: ReadonlyMap<string, string>;
  /** The names of all headers in their order, in lower case. */
  readonly headerNames: readonly string[];
  readonly text: string;
  readonly html: string;
}

/** Reads a message of one part, or of alternatives (RFC 2046); parts of other kinds are passed over. */
export function readMime(raw: string): MimeMessage {
  const message = readEntity(raw);
  const parts = leaves(message);
  const body = (type: string): string => parts.find((part) => mediaType(part) === type)?.body ?? '';
  return {
    headers: message.headers,
    headerNames: message.names,
    text: body('text/plain'),
    html: body('text/html'),
  };
}

interface Entity {
  readonly headers: ReadonlyMap<string, string>;
  readonly names: readonly string[];
  readonly body: string;
}

function leaves(entity: Entity): readonly Entity[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(entity.headers.get('content-type') ?? '')?.[1];
  if (boundary === undefined) return [{ ...entity, body: decodeBody(entity) }];
  const parts = `\r\n${entity.body}`.split(`\r\n--${boundary}`).slice(1, -1);
  return parts.flatMap((part) => leaves(readEntity(part.replace(/^[ \t]*\r\n/, ''))));
}

function readEntity(raw: string): Entity {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, end)
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n');
  const fields = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())];
  });
  return {
    headers: new Map(fields.toReversed()),
    names: fields.map(([name]) => name),
    body: raw.slice(end + 4),
  };
}

function mediaType({ headers }: Entity): string {
  return (headers.get('content-type') ?? 'text/plain').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function decodeBody({ headers, body }: Entity): string {
  switch (headers.get('content-transfer-encoding')?.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString();
    case 'quoted-printable':
      return decodeQuoted(body.replace(/=[ \t]*\r\n/g, ''));
    default:
      return Buffer.from(body, 'latin1').toString();
  }
}

const encodedWord = /=\?utf-8\?([bq])\?([^?]*)\?=/gi;

function decodeWords(value: string): string {
  // Blanks between two encoded words are not part of the text.
  const joined = Buffer.from(value, 'latin1')
    .toString()
    .replace(/\?=\s+(?==\?)/g, '?=');
  const bytes = joined.replace(encodedWord, (_, encoding: string, content: string) =>
    encoding.toLowerCase() === 'b'
      ? Buffer.from(content, 'base64').toString()
      : decodeQuoted(content.replaceAll('_', ' ')),
  );
  return bytes;
}

function decodeQuoted(content: string): string {
  const bytes = content.replace(/=([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString();
}
