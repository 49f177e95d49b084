import { Socket } from 'node:net';

/** The control channel is this inherited descriptor, one end of a unix socket pair: nothing to find on disk. */
const channelDescriptor = 3;

/**
 * Opens the control channel: one JSON a line. The server's lines are trusted; it checks ours.
 * @param {(message: import('../wire.ts').ServerMessage) => void} onMessage
 * @param {() => void} onClose the server is gone
 */
export function openChannel(onMessage, onClose) {
  const socket = new Socket({ fd: channelDescriptor, readable: true, writable: true });
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onMessage(JSON.parse(line));
  });
  socket.on('error', onClose);
  socket.on('end', onClose);
  socket.on('close', onClose);

  let lines = '';
  const flush = () => {
    const text = lines;
    lines = '';
    if (text !== '') socket.write(text);
  };
  /** Sends with all others of this turn of the event loop: answers come in crowds. @param {string} line */
  const sendText = (line) => {
    if (lines === '') process.nextTick(flush);
    lines += `${line}\n`;
  };
  /** Sends at once: what a script has printed is there, whatever it does next. @param {import('../wire.ts').RunnerMessage} message */
  const send = (message) => {
    lines += `${JSON.stringify(message)}\n`;
    flush();
  };
  // The only way to this class: unix sockets to come are of its kind.
  const Pipe = Reflect.get(socket, '_handle').constructor;
  return { send, sendText, Pipe };
}
