import type { Grab } from './attack.contract.ts';

/** Who makes the script do its worst; with anybody else's address it answers as it should. */
export const hostileEmail = 'bad@example.com';

/** A Login script that does its misdeed for one user. */
export function misdeedSource(script: string): string {
  return `function (email, password, callback) {
  if (email !== '${hostileEmail}') return callback(null, { id: 1 });
  ${script};
}`;
}

/**
 * A Login script that tries to get hold of one thing after another, and says what came of each: `got …`, or the code of
 * the error. It knows the runner: what is missing from `require` and from `process` it finds elsewhere.
 */
export function grabSource(grabs: Readonly<Record<string, Grab>>): string {
  const tries = Object.entries(grabs).map(
    ([name, [expression]]) => `[${JSON.stringify(name)}, async () => ${expression}]`,
  );
  return `async (email, password) => {
  ${around}
  const said = {};
  for (const [name, act] of [${tries.join(',\n')}]) said[name] = await outcome(act);
  return said;
}`;
}

/**
 * Ways around the lint. \`real\` is Node's own require; \`binding\` gives its insides where they are in reach. The classes of
 * raw handles are read off objects that anybody may make: a server's handle, and the request of a connection that is allowed.
 */
const around = `
  const real = (await import('node:module')).createRequire(process.cwd() + '/x.js');
  const [fs, os, net, dns, dgram, v8, vm, inspector, util, tls, asyncHooks, childProcess, cluster, workers, modules] =
    ['fs', 'os', 'net', 'dns', 'dgram', 'v8', 'vm', 'inspector', 'util', 'tls', 'async_hooks', 'child_process', 'cluster', 'worker_threads', 'module'].map((name) => real(name));
  const at = configuration;
  const binding = (name) => real('internal/test/binding').internalBinding(name);
  const coded = (number) => Object.assign(new Error('system'), { code: util.getSystemErrorName(number) });
  const right = (number) => { if (number < 0) throw coded(number); return number; };
  const errorOf = ({ error }) => { throw error ?? new Error('it ran'); };
  const outcome = async (act) => {
    let timer;
    const late = new Promise((resolve) => { timer = setTimeout(resolve, 1000, 'nothing came'); });
    const done = Promise.resolve().then(act).then((value) => 'got ' + String(value).slice(0, 200), (error) => String(error?.code ?? error?.message ?? error));
    const said = await Promise.race([done, late]);
    clearTimeout(timer);
    return said;
  };
  const emitted = (emitter, then = (name) => name) => new Promise((resolve, reject) => {
    emitter.on('error', reject);
    for (const name of ['connect', 'listening', 'online', 'spawn', 'data']) emitter.on(name, () => resolve(then(name)));
  });
  const close = (emitter) => (name) => { emitter.close(); return name; };
  const connects = async (host, port) => { const socket = net.connect(Number(port), host); await emitted(socket); socket.destroy(); return host; };
  const listens = (...where) => { const server = net.createServer(); server.listen(...where); return emitted(server, close(server)); };
  const requestClass = async () => {
    let found;
    const hook = asyncHooks.createHook({ init: (id, type, trigger, resource) => { if (type === 'PIPECONNECTWRAP') found = resource.constructor; } }).enable();
    await connects('127.0.0.1', at.LEGACY);
    hook.disable();
    return found;
  };
  const handleClass = (...where) => {
    const handle = net._createServerHandle(...where);
    if (typeof handle === 'number') throw coded(handle);
    handle.close();
    return handle.constructor;
  };
  const raw = async (Handle, ...where) => {
    const request = new (await requestClass())();
    const done = new Promise((resolve, reject) => { request.oncomplete = (status) => (status === 0 ? resolve('connected') : reject(coded(status))); });
    const handle = new Handle(0);
    right(handle.connect(request, ...where));
    return done.finally(() => handle.close());
  };
  const rawTcp = async (host, port) => raw(handleClass('127.0.0.1', 0, 4), host, Number(port));
  const rawPipe = async (path) => raw(handleClass('\\0segue-attack-' + process.pid + Math.random(), -1, -1), path);
  const innerTcp = async (host, port) => raw(binding('tcp_wrap').TCP, host, Number(port));
`;
