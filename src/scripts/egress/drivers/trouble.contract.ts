import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { after, before, it } from 'node:test';
import { type Asking, valueIn } from '../../script-kit.contract.ts';
import type { Values } from './bare-script.contract.ts';
import { type DriverStage, tellingErrors } from './driver-stage.contract.ts';

/** What a server can do to whoever connects; to some protocols it has to speak first. */
const conduct: Readonly<Record<string, (socket: Socket, greeting: Uint8Array) => void>> = {
  'says nothing': (socket) => socket.resume(),
  'closes at once': (socket) => socket.end().resume(),
  'says what nobody understands': (socket) => socket.end('\0\0\0\0nobody understands\r\n').resume(),
  'closes after the first bytes': (socket, greeting) => {
    socket.once('data', () => socket.end()).write(greeting);
  },
  'resets after the first bytes': (socket, greeting) => {
    socket.once('data', () => socket.resetAndDestroy()).write(greeting);
  },
};

/** How long scripts wait, in milliseconds: long enough for all but the server that says nothing. */
const patience = '20000';
const impatience = '600';

/**
 * A driver says of a server that fails it what it says without a wall. The scripts connect to the port that they get
 * as the email, and wait as long as the password says: one process meets all the trouble of a driver.
 */
export function itSaysOfTrouble(stage: DriverStage, sources: Values, greeting = new Uint8Array()): void {
  const servers = new Map(
    Object.entries(conduct).map(([name, treat]) => [
      name,
      createServer((socket) =>
        treat(
          socket.on('error', () => {}),
          greeting,
        ),
      ),
    ]),
  );
  let shutPort = 0;
  before(async () => {
    for (const server of servers.values()) await portOf(server);
    const shut = createServer();
    shutPort = await portOf(shut);
    shut.close();
    await once(shut, 'close');
  });
  after(() => {
    for (const server of servers.values()) server.close();
  });

  const saysTheSame = async (driver: string, source: string, to: Trouble): Promise<void> => {
    const asking = { ...to, connection: `trouble of ${driver}` };
    const said = await stage.saysTheSame(tellingErrors(source), asking);
    assert.match(JSON.stringify(said), /"message":"./);
  };
  /** Nobody is told "wrong password". */
  const isOutage = async (driver: string, source: string, to: Trouble): Promise<void> => {
    const answer = await stage.ask(source, { ...to, connection: `outage of ${driver}` });
    assert.equal(answer.answer, 'unavailable', JSON.stringify(answer));
  };
  for (const [driver, source] of Object.entries(sources)) {
    for (const [name, server] of servers) {
      it(`lets ${driver} say of a server that ${name} what it always says`, async () => {
        const password = name === 'says nothing' ? impatience : patience;
        const to = { email: String(await portOf(server)), password };
        await saysTheSame(driver, source, to);
        // A client of HTTP blames the sender for that, as the operator should.
        if (name !== 'says what nobody understands') await isOutage(driver, source, to);
      });
    }
    it(`lets ${driver} say that it was refused, which is no outage`, async () => {
      const refused = { email: String(shutPort), password: patience, allow: [] };
      assert.match(JSON.stringify(valueIn(await stage.ask(tellingErrors(source), refused))), /EACCES/);
      assert.equal((await stage.ask(source, refused)).answer, 'fault');
      const { port, why } = stage.refusals.at(-1) ?? {};
      assert.equal(why, 'connection');
      // Some look the name up first, and say nothing of a port.
      assert.ok(port === shutPort || port === 0);
    });
    it(`lets ${driver} say that nobody listens as it always does`, async () => {
      const to = { email: String(shutPort), password: patience };
      await saysTheSame(driver, source, to);
      await isOutage(driver, source, to);
    });
  }
}

/** The port, as the email, and how long to wait. */
type Trouble = Required<Pick<Asking, 'email' | 'password'>>;

/** Listens on loopback, if it does not yet, and gives the port. */
export async function portOf(server: Server): Promise<number> {
  if (!server.listening) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  return (server.address() as AddressInfo).port;
}
