import { createSocket } from 'node:dgram';
import type { MxRecord, SrvRecord } from 'node:dns';
import { once } from 'node:events';

/** What a name has; one without any answers for a name that is there and has nothing of what is asked. */
export interface DnsZoneEntry {
  readonly A?: readonly string[];
  /** Each as its eight groups. */
  readonly AAAA?: readonly string[];
  readonly CNAME?: readonly string[];
  readonly MX?: readonly MxRecord[];
  readonly NS?: readonly string[];
  readonly PTR?: readonly string[];
  readonly SRV?: readonly SrvRecord[];
  readonly TXT?: readonly (readonly string[])[];
}

export interface DnsServer {
  /** As `setServers` takes it. */
  readonly address: string;
  /** The names that were asked for, each with the type: `SRV _ldap._tcp.example.com`. */
  readonly asked: readonly string[];
  stop(): void;
}

const types: ReadonlyMap<number, keyof DnsZoneEntry> = new Map([
  [1, 'A'],
  [2, 'NS'],
  [5, 'CNAME'],
  [12, 'PTR'],
  [15, 'MX'],
  [16, 'TXT'],
  [28, 'AAAA'],
  [33, 'SRV'],
]);

/** How long an answer may be kept, in seconds: what `{ ttl: true }` shows. */
const ttlSeconds = 300;

/** A DNS server for these names on a random port of loopback (RFC 1035, over UDP). `null`: it fails. */
export async function startDnsServer(
  zone: Readonly<Record<string, DnsZoneEntry | null>>,
): Promise<DnsServer> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = readQuestion(query);
    asked.push(`${types.get(type) ?? type} ${name}`);
    socket.send(answerTo(query, end, type, zone[name]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, asked, stop: () => socket.close() };
}

const headerBytes = 12;

function readQuestion(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = headerBytes;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

const failed = 2;
const noSuchName = 3;

function answerTo(query: Buffer, end: number, type: number, entry: DnsZoneEntry | null | undefined): Buffer {
  const known = types.get(type);
  const records = entry && known !== undefined ? recordsOf(entry, known) : [];
  const code = entry === null ? failed : entry === undefined ? noSuchName : 0;
  const header = Buffer.from([
    query[0] ?? 0,
    query[1] ?? 0,
    0x81,
    0x80 | code,
    0,
    1,
    0,
    records.length,
    0,
    0,
    0,
    0,
  ]);
  const answers = records.map((data) => {
    const fields = Buffer.alloc(12);
    fields.writeUInt16BE(0xc0_00 + headerBytes, 0); // the name that was asked for
    fields.writeUInt16BE(type, 2);
    fields.writeUInt16BE(1, 4);
    fields.writeUInt32BE(ttlSeconds, 6);
    fields.writeUInt16BE(data.length, 10);
    return Buffer.concat([fields, data]);
  });
  return Buffer.concat([header, query.subarray(headerBytes, end), ...answers]);
}

function recordsOf(entry: DnsZoneEntry, type: keyof DnsZoneEntry): readonly Buffer[] {
  const { A = [], AAAA = [], MX = [], SRV = [], TXT = [] } = entry;
  switch (type) {
    case 'A':
      return A.map((address) => Buffer.from(address.split('.').map(Number)));
    case 'AAAA':
      return AAAA.map((address) =>
        Buffer.concat(address.split(':').map((group) => number(parseInt(group, 16)))),
      );
    case 'MX':
      return MX.map(({ priority, exchange }) => Buffer.concat([number(priority), encoded(exchange)]));
    case 'SRV':
      return SRV.map(({ priority, weight, port, name }) =>
        Buffer.concat([...[priority, weight, port].map(number), encoded(name)]),
      );
    case 'TXT':
      return TXT.map((texts) => Buffer.concat(texts.map(sized)));
    default:
      return (entry[type] ?? []).map(encoded);
  }
}

function number(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

function sized(text: string): Buffer {
  return Buffer.from([text.length, ...Buffer.from(text, 'latin1')]);
}

function encoded(name: string): Buffer {
  return Buffer.concat([...name.split('.').map(sized), Buffer.from([0])]);
}
