import { connect, type Socket } from 'node:net';
import type { ResolvedAddress } from './resolve-host.ts';

/** What went wrong, in the codes of the operating system; one for each address that was tried. */
export interface ConnectFailure {
  readonly code: string;
  readonly address?: string;
}

export type OpenedConnection =
  | { readonly is: 'open'; readonly socket: Socket }
  | { readonly is: 'failed'; readonly failures: readonly ConnectFailure[] };

/** As long as a call may take: nobody waits for it any more. */
const connectWithinMs = 20_000;

/** Connects to the first of these addresses that answers; Node tries them in turn (RFC 8305). */
export function openConnection(
  addresses: readonly ResolvedAddress[],
  port: number,
  signal: AbortSignal,
): Promise<OpenedConnection> {
  return new Promise((resolve) => {
    const socket = connect({
      // Never asked for: the look-up below answers with addresses that have been checked.
      host: 'checked.invalid',
      port,
      signal,
      noDelay: true,
      keepAlive: true,
      allowHalfOpen: true,
      lookup: (_host, _options, answer) =>
        answer(
          null,
          addresses.map((one) => ({ ...one })),
        ),
    });
    const fail = (failures: readonly ConnectFailure[]): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ is: 'failed', failures });
    };
    const timer = setTimeout(
      () => fail(addresses.map(({ address }) => ({ code: 'ETIMEDOUT', address }))),
      connectWithinMs,
    );
    const onError = (error: Error): void => fail(failuresIn(error, addresses));
    socket.once('error', onError);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      // Whoever takes the connection over listens; until then it may break without taking the server along.
      socket.on('error', () => {});
      resolve({ is: 'open', socket });
    });
  });
}

function failuresIn(error: Error, addresses: readonly ResolvedAddress[]): readonly ConnectFailure[] {
  const [first] = addresses;
  const all: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
  return all.map((one) => ({
    code: codeOf(one) ?? 'ECONNREFUSED',
    ...addressOf(one instanceof Error && 'address' in one ? one.address : first?.address),
  }));
}

function addressOf(address: unknown): { readonly address?: string } {
  return typeof address === 'string' ? { address } : {};
}

/** The code of a system error, if it is one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
