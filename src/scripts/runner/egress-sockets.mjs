import dns from 'node:dns';
import net from 'node:net';
import tls from 'node:tls';
import { egressError, pathError, readError } from './egress-errors.mjs';
import { familyOf } from './egress-names.mjs';

/**
 * @typedef {ReturnType<typeof import('./egress-client.mjs').openEgressClient>} EgressClient
 * @typedef {import('./egress-client.mjs').Ticket} Ticket
 * @typedef {import('./egress-client.mjs').Answer} Answer
 * @typedef {net.TcpNetConnectOpts & { path?: string, lookup?: unknown }} ConnectOptions
 * @typedef {{ close: (done?: () => void) => void, getpeername?: (out: object) => number }} Handle
 * @typedef {net.Socket & { _handle: (Handle & { _parent?: Handle }) | null, _parent?: net.Socket, _unrefTimer: () => void, connecting: boolean }} InnerSocket
 * @typedef {{ client: EgressClient, Pipe: new (type: number) => Handle, folder: string }} WayOut
 */

/** What `tls.connect` gives as a path where it was given none: its handle is made for a unix socket then. */
const throughServer = 'segue:egress';

/** Of pipe handles: a socket, neither a server nor a channel for handles. */
const socketType = 0;

/** Node's own way to give a socket another handle, from its trying of several addresses. */
const setHandle = Object.getOwnPropertySymbols(net.Socket.prototype).find(
  ({ description }) => description === 'kReinitializeHandle',
);

/** A socket that TLS was put upon, and the secure one. @type {WeakMap<net.Socket, net.Socket>} */
const secured = new WeakMap();

/**
 * Has every TCP connection of this process asked of the server, which answers with a unix socket that leads
 * there. Scripts and drivers see the sockets that they know: only the handle is another one.
 * @param {WayOut} way
 */
export function routeSockets(way) {
  const connectHere = net.Socket.prototype.connect;
  const secureHere = tls.connect;

  /** @this {InnerSocket} @param {unknown[]} args */
  function connect(...args) {
    const [options, callback] = normalized(args);
    if (callback !== null) this.once('connect', callback);
    if (this._parent?.connecting) return this;
    if (typeof options.path === 'string' && options.path !== throughServer)
      return fail(this, pathError(options.path));
    const port = checkedPort(options.port);
    const host = checkedHost(options.host);
    if (this.write !== net.Socket.prototype.write) this.write = net.Socket.prototype.write;
    const handle = freshHandle(this, way.Pipe);
    if (handle === undefined) return fail(this, pathError('a handle of the machine'));
    this._unrefTimer();
    this.connecting = true;
    resolved(host, options, (error, address) => {
      if (error !== null) this.destroy(error);
      else if (handleIn(this) === handle) open(this, handle, { host, address, port, options });
    });
    return this;
  }

  /** @param {InnerSocket} socket @param {Handle} handle @param {{ host: string, address: string, port: number, options: ConnectOptions }} to */
  function open(socket, handle, { host, address, port, options }) {
    const request = /** @type {const} */ ({ type: 'egress', family: familyOf(options.family) });
    const ticket = way.client.ask(
      { ...request, host: address, port },
      (answer) => {
        if (handleIn(socket) !== handle) return;
        if (answer.type === 'egress-failed') socket.destroy(egressError(answer, address, port));
        if (answer.type !== 'egress-opened') return;
        setPeer(handle, answer);
        if (net.isIP(host) === 0) socket.emit('lookup', null, answer.address, net.isIP(answer.address), host);
        Reflect.apply(connectHere, socket, [{ path: `${way.folder}/${answer.socket}` }]);
      },
      (code) => (secured.get(socket) ?? socket).destroy(readError(code)),
    );
    onClose(handle, () => way.client.close(ticket));
  }

  /** @param {unknown[]} args */
  function secure(...args) {
    const [options, callback] = normalizedTls(args);
    const over = options.socket;
    const given =
      over === undefined || over === null ? { ...options, path: options.path ?? throughServer } : options;
    const socket = Reflect.apply(secureHere, tls, callback === null ? [given] : [given, callback]);
    if (over instanceof net.Socket) secured.set(over, socket);
    return socket;
  }

  Reflect.set(net.Socket.prototype, 'connect', connect);
  Reflect.set(tls, 'connect', secure);
  refuseDescriptors();
}

/** Scripts open no descriptor of the process: one of them is its control channel. */
function refuseDescriptors() {
  const guarded = new Proxy(net.Socket, {
    construct: (target, args, newTarget) => Reflect.construct(target, withoutDescriptor(args), newTarget),
    apply: (target, that, args) => Reflect.apply(target, that, withoutDescriptor(args)),
  });
  Reflect.set(net.Socket.prototype, 'constructor', guarded);
  Reflect.set(net, 'Socket', guarded);
  Reflect.set(net, 'Stream', guarded);
}

/** @param {unknown[]} args */
function withoutDescriptor(args) {
  const [first] = args;
  const descriptor = typeof first === 'number' ? first : Object(first).fd;
  if (descriptor !== undefined) throw pathError(`descriptor ${descriptor}`);
  return args;
}

/** @param {unknown[]} args @returns {[ConnectOptions, (() => void) | null]} */
function normalized(args) {
  // Node's own callers have normalised already, and say so with an array.
  if (Array.isArray(args[0])) return /** @type {[ConnectOptions, null]} */ (args[0]);
  return Reflect.apply(Reflect.get(net, '_normalizeArgs'), net, [args]);
}

/** As `tls.connect` itself reads them. @param {unknown[]} args @returns {[tls.ConnectionOptions, (() => void) | null]} */
function normalizedTls(args) {
  const [options, callback] = Reflect.apply(Reflect.get(net, '_normalizeArgs'), net, [args]);
  const more = typeof args[1] === 'object' && args[1] !== null ? args[1] : args[2];
  return [Object.assign({}, options, typeof more === 'object' ? more : {}), callback];
}

/** @param {unknown} port @returns {number} */
function checkedPort(port) {
  if (port === undefined)
    throw coded(new TypeError('The "options" or "port" argument must be specified'), 'ERR_MISSING_ARGS');
  const isPort =
    (typeof port === 'number' || (typeof port === 'string' && port.trim() !== '')) &&
    Number.isInteger(Number(port));
  if (!isPort || Number(port) < 0 || Number(port) > 65_535)
    throw coded(
      new RangeError(`Port should be >= 0 and < 65536. Received ${String(port)}.`),
      'ERR_SOCKET_BAD_PORT',
    );
  return Number(port);
}

/** @param {unknown} host */
function checkedHost(host) {
  const name = String(host || 'localhost');
  if (name.includes('\0'))
    throw coded(new TypeError('The host must be a string without null bytes.'), 'ERR_INVALID_ARG_VALUE');
  return name;
}

/** @param {Error} error @param {string} code */
function coded(error, code) {
  return Object.assign(error, { code });
}

/** @param {InnerSocket} socket @param {Error} error */
function fail(socket, error) {
  process.nextTick(() => socket.destroy(error));
  return socket;
}

/**
 * The handle of a socket that is about to connect; undefined for a secure one of its own making, whose handle
 * was made for TCP. @param {InnerSocket} socket @param {new (type: number) => Handle} Pipe
 */
function freshHandle(socket, Pipe) {
  if (socket.destroyed) socket._handle = null;
  const old = handleIn(socket);
  if (old instanceof Pipe) return old;
  if (setHandle === undefined || socket instanceof tls.TLSSocket) return undefined;
  const handle = new Pipe(socketType);
  Reflect.get(socket, setHandle).call(socket, handle);
  return handle;
}

/** The system's handle, under that of TLS. @param {InnerSocket} socket */
function handleIn({ _handle }) {
  return _handle?._parent ?? _handle;
}

/** A pipe has no peer's name. @param {Handle} handle @param {{ address: string, port: number }} peer */
function setPeer(handle, { address, port }) {
  handle.getpeername = (out) => {
    Object.assign(out, { address, port, family: `IPv${net.isIP(address)}` });
    return 0;
  };
}

/** Not by the socket's event, which others take listeners from. @param {Handle} handle @param {() => void} listener */
function onClose(handle, listener) {
  const { close } = handle;
  handle.close = (done) => {
    listener();
    return Reflect.apply(close, handle, [done]);
  };
}

/**
 * A look-up of the script's own comes before the server's.
 * @param {string} host @param {ConnectOptions} options @param {(error: Error | null, address: string) => void} done
 */
function resolved(host, { lookup, family }, done) {
  if (typeof lookup !== 'function' || lookup === dns.lookup || net.isIP(host) !== 0) return done(null, host);
  lookup(
    host,
    { family: familyOf(family), hints: 0, all: false },
    (/** @type {Error | null} */ error, /** @type {unknown} */ found) => {
      const address = Array.isArray(found) ? found[0]?.address : found;
      if (error) return done(error, '');
      if (typeof address !== 'string' || net.isIP(address) === 0)
        return done(
          coded(new TypeError(`Invalid IP address: ${String(address)}`), 'ERR_INVALID_IP_ADDRESS'),
          '',
        );
      done(null, address);
    },
  );
}
