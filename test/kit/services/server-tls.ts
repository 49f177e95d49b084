import { type ServerDirectory, writePrivateFile } from './server-directory.ts';

/** A server that speaks TLS, and nothing without it. */
export interface ServerTls {
  /** Certificate and key, PEM. */
  readonly cert: string;
  readonly key: string;
  /** TLS 1.0 and none later, as old servers do; the certificate may be one that nobody would issue today. */
  readonly old?: boolean;
}

/** Where a server finds them. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** OpenSSL's words for: weak ciphers and short keys too. */
export const anyCipher = 'DEFAULT@SECLEVEL=0';

/** The environment of a server whose OpenSSL loads old certificates: the machine's own settings may forbid it. */
export async function lowerOpenSsl(directory: ServerDirectory): Promise<Readonly<Record<string, string>>> {
  const settings = `openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = low
[low]
MinProtocol = TLSv1
CipherString = ${anyCipher}
`;
  return { OPENSSL_CONF: await writePrivateFile(directory, 'openssl.cnf', settings) };
}

/** Writes certificate and key into the server's directory, readable by the server alone. */
export async function writeTlsFiles(directory: ServerDirectory, { cert, key }: ServerTls): Promise<TlsFiles> {
  return {
    certFile: await writePrivateFile(directory, 'tls-cert.pem', cert),
    keyFile: await writePrivateFile(directory, 'tls-key.pem', key),
  };
}
