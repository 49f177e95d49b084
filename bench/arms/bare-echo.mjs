import { Socket } from 'node:net';

/* The other end of the barest pipe: greets on descriptor 3, then answers every line with a profile. */
const answer = JSON.stringify({ value: { user_id: '42', email: 'someone@bench.test', nickname: 'someone' } });
const socket = new Socket({ fd: 3, readable: true, writable: true });
socket.setEncoding('utf8');
socket.on('data', (text) => {
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1))
    socket.write(`${answer}\n`);
});
socket.on('end', () => process.exit(0));
socket.write('ready\n');
