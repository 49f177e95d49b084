import { chmod } from 'node:fs/promises';
import { inNewServerDirectory, type ServerDirectory, writePrivateFile } from './server-directory.ts';
import { serverOwner } from './server-owner.ts';
import { startServer } from './server-process.ts';
import { requireService } from './services.ts';

/** An nginx before servers of ours, each request to the next of them. */
export interface TestNginx {
  /** Where it listens, with a trailing slash. */
  readonly url: string;
  /** Stops it and removes its files. */
  stop(): Promise<void>;
}

/** Starts nginx as a reverse proxy on a random port of loopback, before these ports of loopback. */
export async function startNginx(upstreamPorts: readonly number[]): Promise<TestNginx> {
  return inNewServerDirectory('nginx', serverOwner('www-data'), (directory) =>
    startIn(directory, upstreamPorts),
  );
}

async function startIn(directory: ServerDirectory, upstreamPorts: readonly number[]): Promise<TestNginx> {
  await chmod(directory.path, 0o700);
  const configFile = (port: number): string => `${directory.path}/nginx-${port}.conf`;
  const server = await startServer({
    program: requireService('nginx'),
    // The port stands in the file alone, and is chosen at each attempt.
    args: (port) => ['-p', directory.path, '-c', configFile(port), '-e', 'stderr', '-g', 'daemon off;'],
    prepare: async (port) => {
      await writePrivateFile(directory, `nginx-${port}.conf`, configOf(directory, port, upstreamPorts));
    },
    directory,
    readyText: 'start worker process ',
    speaksTooSoon: true,
    stopSignal: 'TERM',
  });
  return { url: `http://127.0.0.1:${server.port}/`, stop: server.stop };
}

/** As an operator has it: what the guide says of proxies, and nothing that hides a fault (no second try elsewhere). */
function configOf({ path }: ServerDirectory, port: number, upstreamPorts: readonly number[]): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `worker_processes 1;
pid ${path}/nginx.pid;
error_log stderr notice;
events { worker_connections 256; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${path}/${name};`).join('\n  ')}
  upstream segue {
    ${upstreamPorts.map((upstream) => `server 127.0.0.1:${upstream};`).join('\n    ')}
    keepalive 16;
  }
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 2m;
    location / {
      proxy_pass http://segue;
      proxy_http_version 1.1;
      proxy_next_upstream off;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
    }
  }
}
`;
}
