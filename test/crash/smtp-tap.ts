import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A wire between Segue and a mail server on which a test sees every command and its answer go by. */
export interface SmtpTap {
  /** For `SMTP_URL`. */
  readonly url: string;
  /**
   * Calls back at every place from now on, and counts anew: `before the answer to MAIL`, `after the answer to the letter
   * (2)`. Says whether the wire still holds.
   */
  watch(passes: (place: string) => boolean): void;
  close(): Promise<void>;
}

/** Lays the wire to the mail server on a port of this machine. */
export async function tapSmtp(port: number): Promise<SmtpTap> {
  let passes: (place: string) => boolean = () => true;
  const ends = new Set<Socket>();
  const server = createServer((client) => {
    const mailServer = connect(port, '127.0.0.1');
    for (const end of [client, mailServer]) {
      ends.add(end);
      end.on('error', () => undefined); // whoever is killed breaks off
      end.on('close', () => {
        ends.delete(end);
        client.destroy();
        mailServer.destroy();
      });
    }
    join(client, mailServer, (place) => passes(place));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    watch: (callback) => {
      const counts = new Map<string, number>();
      passes = (place) => {
        const times = (counts.get(place) ?? 0) + 1;
        counts.set(place, times);
        return callback(times === 1 ? place : `${place} (${times})`);
      };
    },
    close: async () => {
      for (const end of ends) end.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The last line of an answer has no dash after its code (RFC 5321, 4.2.1). */
const wholeAnswer = /(?:^|\n)\d{3} [^\n]*\n$/;

/**
 * Hands on one command at a time, however many come at once (RFC 2920), and each answer when it is whole. Text is latin-1:
 * a character a byte.
 */
function join(client: Socket, mailServer: Socket, passes: (place: string) => boolean): void {
  let asked = 'the connection'; // the server speaks first
  let commands = '';
  let answer = '';

  const handOn = (): void => {
    const end = asked === 'DATA' ? '\r\n.\r\n' : '\r\n';
    const length = commands.indexOf(end) + end.length;
    if (length < end.length) return;
    const command = commands.slice(0, length);
    commands = commands.slice(length);
    asked = asked === 'DATA' ? 'the letter' : command.slice(0, 4).toUpperCase();
    waits = true;
    mailServer.write(command, 'latin1');
  };
  let waits = true;

  client.setEncoding('latin1').on('data', (text) => {
    commands += text;
    if (!waits) handOn();
  });
  mailServer.setEncoding('latin1').on('data', (text) => {
    answer += text;
    if (!wholeAnswer.test(answer)) return;
    if (!passes(`before the answer to ${asked}`)) return void client.destroy();
    const place = `after the answer to ${asked}`;
    client.write(answer, 'latin1', () => {
      if (!passes(place)) return;
      waits = false;
      handOn();
    });
    answer = '';
  });
}
