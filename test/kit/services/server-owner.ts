import { readFileSync } from 'node:fs';

/** The user that a server runs as. */
export interface ServerOwner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Who a server is to run as: undefined (ourselves) for an ordinary user. For root it is the package's own
 * user, or `nobody`: PostgreSQL refuses to run as root, and no other server should.
 */
export function serverOwner(packageUser: string): ServerOwner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = lookUpUser(packageUser) ?? lookUpUser('nobody');
  if (owner === undefined) throw new Error(`neither ${packageUser} nor nobody is a user of this machine`);
  return owner;
}

function lookUpUser(name: string): ServerOwner | undefined {
  const entry = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([user]) => user === name);
  return entry && { uid: Number(entry[2]), gid: Number(entry[3]) };
}
