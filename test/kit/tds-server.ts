import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';

/**
 * As much of Microsoft's SQL Server as it takes to sign in and to ask for one row: [MS-TDS], with TLS inside its first
 * packets where a certificate is given. Lets everybody in but the user `nobody`, and answers `SELECT` with `id = 7`.
 */
export interface TdsServer {
  readonly port: number;
  stop(): void;
}

/** Starts it on a random port of loopback. */
export async function startTdsServer(tls?: SecureContextOptions): Promise<TdsServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    serve(socket, tls);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, stop };
}

/** Kinds of packets. */
const kinds = { batch: 0x01, call: 0x03, answer: 0x04, login: 0x10, preLogin: 0x12 };
const headerBytes = 8;

interface Packet {
  readonly kind: number;
  readonly body: Buffer;
}

function serve(socket: Socket, tls: SecureContextOptions | undefined): void {
  const handshake = tls && startHandshake(socket, tls);
  const read = readPackets(({ kind, body }) => {
    if (kind === kinds.preLogin && handshake !== undefined && body[0] === tlsHandshake) handshake.take(body);
    else if (kind === kinds.preLogin) write(socket, kinds.answer, preLogin(tls !== undefined));
    else answer(handshake?.secure ?? socket, { kind, body });
  });
  const onData = (chunk: Buffer): void => {
    if (handshake?.isDone) handshake.takeRaw(chunk);
    else read(chunk);
  };
  socket.on('data', onData);
  handshake?.secure.on('error', () => socket.destroy()).on('data', read);
}

function answer(to: Duplex, { kind, body }: Packet): void {
  // Wherever its texts of two bytes a letter begin.
  const text = body.toString('latin1').replaceAll('\0', '');
  if (kind === kinds.login) write(to, kinds.answer, text.includes('nobody') ? loginFailed : loggedIn);
  if (kind === kinds.batch || kind === kinds.call)
    write(to, kinds.answer, /select/i.test(text) ? oneRow(kind) : done);
}

/** The first byte of a record of a TLS handshake. */
const tlsHandshake = 0x16;

/** TLS whose handshake comes and goes in packets, and what follows it without them. */
function startHandshake(
  socket: Socket,
  options: SecureContextOptions,
): {
  readonly secure: TLSSocket;
  readonly isDone: boolean;
  take(body: Buffer): void;
  takeRaw(chunk: Buffer): void;
} {
  let isDone = false;
  let flight: Buffer[] = [];
  const send = (): void => {
    if (flight.length > 0) write(socket, kinds.preLogin, Buffer.concat(flight));
    flight = [];
  };
  const wire = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, written) => {
      if (isDone) socket.write(chunk);
      // A driver takes one answer to each of its packets.
      else if (flight.push(chunk) === 1) setImmediate(send);
      written();
    },
  });
  const secure = new TLSSocket(wire, { isServer: true, secureContext: createSecureContext(options) });
  secure.on('secure', () => {
    // The last words of the handshake are still on their way to the wire.
    setImmediate(() => {
      send();
      isDone = true;
    });
  });
  return {
    secure,
    get isDone() {
      return isDone;
    },
    take: (body) => void wire.push(body),
    takeRaw: (chunk) => void wire.push(chunk),
  };
}

/** Gives whole packets from whatever chunks they come in. */
function readPackets(onPacket: (packet: Packet) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= headerBytes) {
      const length = rest.readUInt16BE(2);
      if (rest.length < length) return;
      const packet = { kind: rest.readUInt8(0), body: rest.subarray(headerBytes, length) };
      rest = rest.subarray(length);
      onPacket(packet);
    }
  };
}

function write(to: Duplex, kind: number, body: Buffer): void {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt8(kind, 0);
  header.writeUInt8(0x01, 1); // the last packet of its message
  header.writeUInt16BE(headerBytes + body.length, 2);
  header.writeUInt8(1, 6);
  to.write(Buffer.concat([header, body]));
}

/** Version and encryption: offset and length of each, an end, then the values. */
function preLogin(encrypts: boolean): Buffer {
  const offers = [0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff];
  return Buffer.from([...offers, 15, 0, 0x0f, 0xa0, 0, 0, encrypts ? 1 : 2]);
}

const u16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const short = (text: string): Buffer => Buffer.from([text.length, ...u16(text)]);

/** A token with its length before its content. */
function token(kind: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const head = Buffer.alloc(3);
  head.writeUInt8(kind);
  head.writeUInt16LE(content.length, 1);
  return Buffer.concat([head, content]);
}

const done = Buffer.from([0xfd, ...Array(12).fill(0)]);
const loggedIn = Buffer.concat([
  token(0xad, Buffer.from([1, 0x74, 0, 0, 4]), short('Microsoft SQL Server'), Buffer.from([15, 0, 0, 0])),
  done,
]);
const refusal = "Login failed for user 'nobody'.";
const loginFailed = Buffer.concat([
  token(
    0xaa,
    Buffer.from([0x48, 0x48, 0, 0, 1, 14, refusal.length, 0]), // number 18456, state, class
    u16(refusal),
    short('legacy'),
    short(''),
    Buffer.from([1, 0, 0, 0]),
  ),
  done,
]);

/** A batch ends with DONE; a call of a procedure with one for its rows, and one for itself. */
const oneRow = (kind: number): Buffer =>
  Buffer.concat([
    Buffer.from([0x81, 1, 0, 0, 0, 0, 0, 0, 0, 0x38]), // one column, an int
    short('id'),
    Buffer.from([0xd1, 7, 0, 0, 0]),
    Buffer.from([kind === kinds.call ? 0xff : 0xfd, 0x10, 0, 0xc1, 0, 1, 0, 0, 0, 0, 0, 0, 0]),
    ...(kind === kinds.call ? [Buffer.from([0xfe, ...Array(12).fill(0)])] : []),
  ]);
