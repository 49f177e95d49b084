import type { Family, Misdeed } from './attack.contract.ts';

const dies = (script: string): Misdeed => ({ script, comesTo: /^fault protocol$/ });

/** On a busy machine it may be found standing still first: it waits until its lines are taken. */
const drowns = (script: string): Misdeed => ({ script, comesTo: /^fault (protocol|blocked|process-exit)$/ });

/** Writes lines on the control channel, which is descriptor 3 of the process. */
const forge = (...lines: readonly string[]): string =>
  `require('fs').writeSync(3, ${JSON.stringify(lines.map((line) => `${line}\n`).join(''))});`;

/**
 * Writes the same line for ever, a hundred kilobytes at a time and each of them whole, and lets the event loop turn
 * between: the process answers when it is asked whether it still does.
 */
const flood = (line: string): string =>
  `const fs = require('fs'); const line = ${JSON.stringify(`${line}\n`)}; const piece = Buffer.from(line.repeat(Math.ceil(1e5 / line.length)));
   const on = () => { for (let sent = 0; sent < piece.length; ) { try { sent += fs.writeSync(3, piece, sent); } catch {} } setImmediate(on); }; on()`;

const answer = (id: number, value: string): string =>
  `{"type":"answer","id":${id},"notes":[],"kind":"value","value":${value}}`;

const thrown = '{"kind":"thrown","name":"E","message":"m","codes":[]}';

const malformed: Readonly<Record<string, string>> = {
  'no JSON': 'garbage',
  nothing: '',
  'JSON, and no message': '[1]',
  'an unknown message': '{"type":"load","sources":{}}',
  'an answer without an id': '{"type":"answer","notes":[],"kind":"nothing"}',
  'an answer that is none': '{"type":"answer","id":1,"notes":[],"kind":"value"}',
  'an id that is no number': '{"type":"answer","id":"1","notes":[],"kind":"nothing"}',
  'an error that is none': '{"type":"answer","id":1,"notes":[],"kind":"error","error":{"kind":"thrown"}}',
  'a value too deep': answer(1, `${'['.repeat(200)}${']'.repeat(200)}`),
  'JSON too deep': `${'['.repeat(400_000)}`,
  'a greeting once more': '{"type":"ready","protocol":1}',
  'a line of a log that is too long': `{"type":"log","id":1,"level":"info","text":"${'x'.repeat(10_001)}"}`,
  'the id of no request': '{"type":"egress","id":0,"host":"127.0.0.1","port":1,"family":0}',
  'a port below the first': '{"type":"egress","id":1,"host":"x","port":-1,"family":0}',
  'a host that is no text': '{"type":"resolve","id":1,"host":7,"family":0}',
  'a host with a NUL': '{"type":"resolve","id":1,"host":"a\\u0000b","family":0}',
  'a record that nobody may ask for': '{"type":"query","id":1,"host":"x","recordType":"ANY"}',
  'a host without end': `{"type":"resolve","id":1,"host":"${'x'.repeat(1e5)}","family":0}`,
};

const floods: Readonly<Record<string, string>> = {
  pongs: '{"type":"pong","rss":1}',
  exits: '{"type":"exit","id":null}',
  'notes to no call': '{"type":"note","id":4000,"note":"late-throw"}',
  retirements: '{"type":"retire","unclaimed":true}',
  'closed connections': '{"type":"egress-close","id":1}',
  'answers to no call': answer(4000, '1'),
  'answers of half a megabyte': answer(4000, `"${'x'.repeat(5e5)}"`),
  'answers of many keys': answer(4000, `[${'{"a":1},'.repeat(5e4)}1]`),
  'its own log': '{"type":"log","id":1,"level":"info","text":"x"}',
  'a padded log': `{"type":"log","id":1,"level":"info","text":"x"}${' '.repeat(1e5)}`,
};

export const channel: Family = {
  family: 'The control channel',
  attacks: [
    {
      attack: 'malformed lines, written past the runner',
      heldBy: 'every line is checked by form; a line that no runner writes ends the process',
      basic: 'holds',
      misdeeds: Object.fromEntries(
        Object.entries(malformed).map(([name, line]) => [
          name,
          dies(`${forge(line)} setInterval(() => {}, 1000)`),
        ]),
      ),
    },
    {
      attack: 'lines of more than a megabyte, and lines without end',
      heldBy: 'the server holds one line of 1 MB at most',
      basic: 'holds',
      misdeeds: {
        'a line of 2 MB': dies(
          "const line = Buffer.alloc(2e6, 120); let sent = 0; while (sent < 2e6) { try { sent += require('fs').writeSync(3, line, sent); } catch {} } setInterval(() => {}, 1000)",
        ),
        'a line without end': dies(
          "const piece = Buffer.alloc(1e6, 120); let sent = 0; while (sent < 3e8) { try { sent += require('fs').writeSync(3, piece); } catch {} }",
        ),
        'a line without end, politely': dies(
          "const piece = Buffer.alloc(1e6, 120); const on = () => { try { for (;;) require('fs').writeSync(3, piece); } catch {} setImmediate(on); }; on()",
        ),
      },
    },
    {
      attack: 'floods of lines that a runner does write',
      heldBy: 'a hundred lines that answer nothing, and some for each call, end the process',
      basic: 'holds',
      misdeeds: Object.fromEntries(Object.entries(floods).map(([name, line]) => [name, drowns(flood(line))])),
    },
    {
      attack: 'answers forged for other calls',
      heldBy: 'ids count within a process: another connection has none of them',
      basic: 'holds',
      misdeeds: {
        'for every id up to 90': {
          comesTo: /^value "forged"$/,
          script: forge(...Array.from({ length: 90 }, (_, index) => answer(index + 1, '"forged"'))),
        },
        'for its own, twice': {
          comesTo: /^value "forged"$/,
          script: `${forge(answer(1, '"forged"'), answer(1, '"forged again"'))} callback(null, 'right')`,
        },
        'an error for whoever waits': {
          comesTo: /^fault unclaimed-exception$/,
          limits: 'short',
          script: forge(
            '{"type":"retire","unclaimed":true,"error":{"kind":"wrong-credentials","message":"somebody else’s"}}',
          ),
        },
        'its exit, for another': {
          comesTo: /^fault process-exit$/,
          script: `${forge('{"type":"exit","id":77}')} process.reallyExit(0)`,
        },
      },
    },
    {
      attack: 'prototype pollution across the boundary',
      heldBy: 'keys that reach prototypes are dropped on both sides of the channel, at every depth',
      basic: 'holds',
      misdeeds: {
        'in the result': {
          comesTo: /^value \{"id":1\}$/,
          script:
            'callback(null, JSON.parse(\'{"id":1,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}\'))',
        },
        'in a forged answer': {
          comesTo: /^value \{"a":\[\{"b":2\}\],"c":\{\}\}$/,
          script: forge(
            answer(
              1,
              '{"a":[{"__proto__":{"polluted":1},"b":2}],"c":{"constructor":{"prototype":{"polluted":1}}},"__proto__":{"polluted":1}}',
            ),
          ),
        },
        'in a forged error': {
          comesTo: /^fault E$/,
          script: forge(
            `{"type":"answer","id":1,"notes":["__proto__"],"kind":"error","error":{"__proto__":{"polluted":1},${thrown.slice(1)},"__proto__":{"polluted":1}}`,
          ),
        },
        'in a forged frame': {
          comesTo: /^value 1$/,
          script: forge(
            `{"__proto__":{"polluted":1},"constructor":{"polluted":1},${answer(1, '1').slice(1)}`,
          ),
        },
        'of its own runner': {
          comesTo: /^(fault protocol|value \{"polluted":1,"id":1\}|value \{"id":1\})$/,
          script:
            'Object.prototype.polluted = 1; Object.prototype.toJSON = undefined; callback(null, { id: 1 })',
        },
      },
    },
    {
      attack: 'requests for the way out by the million',
      heldBy: '64 at once, 1,000 a second; a process that asks for more ends',
      basic: 'holds',
      misdeeds: {
        'more at once than a runner': dies(
          `for (let i = 1; i <= 200; i += 1) require('fs').writeSync(3, '{"type":"resolve","id":' + i + ',"host":"stalls.example.com","family":0}\\n'); setInterval(() => {}, 1000)`,
        ),
        'a million sockets': {
          comesTo: /^(unavailable deadline|fault (out-of-memory|blocked))$/,
          limits: 'short',
          script:
            "const net = require('net'); let left = 1e6; const on = () => { for (let i = 0; i < 500 && left > 0; i += 1, left -= 1) net.connect(9, '169.254.169.254').on('error', () => {}); setImmediate(on); }; on()",
        },
        'a million names, asked as fast as they are answered': {
          comesTo: /^unavailable deadline$/,
          limits: 'short',
          script:
            "const dns = require('dns'); const on = () => dns.lookup('name' + Math.random() + '.example.com', on); for (let i = 0; i < 60; i += 1) on()",
        },
        'and none of the answers read': {
          comesTo: /^fault (protocol|blocked)$/,
          script: `const fs = require('fs'); for (const handle of process._getActiveHandles()) handle.pause?.(); let id = 0;
            const on = () => { for (let i = 0; i < 60; i += 1) { id += 1; try { fs.writeSync(3, '{"type":"egress","id":' + id + ',"host":"169.254.169.254","port":80,"family":0}\\n'); } catch {} } setTimeout(on, 60); }; on()`,
        },
      },
    },
  ],
};
