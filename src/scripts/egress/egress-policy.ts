import { addressForms } from './address-forms.ts';
import { type EgressPattern, type EgressTarget, normalHost, parseEgressPattern } from './egress-pattern.ts';
import { guardOwnEndpoints, type HostAndPort } from './own-endpoints.ts';
import { isAlwaysRefused } from './refused-addresses.ts';
import type { ResolveHost } from './resolve-host.ts';

/** Why a connection of a script is refused. */
export type EgressRefusal =
  /** Link-local, metadata, multicast, broadcast, unspecified. */
  | 'address'
  /** One of Segue's own listeners, or its own store. */
  | 'own-endpoint'
  /** Outside of the deployment's ceiling. */
  | 'deployment'
  /** Outside of the connection's `egress.allow`. */
  | 'connection';

/** What a deployment says of the network for all its scripts. */
export interface DeploymentEgress {
  /** The ceiling: nothing else is reached, whatever a connection allows. Undefined: no ceiling. */
  readonly allow?: readonly string[] | undefined;
  /** What the deployment lifts out of the set that is always refused. */
  readonly exempt?: readonly string[];
  /** Segue's own listeners and store. Read at each check: a listener's port may become known later. */
  readonly own?: readonly HostAndPort[];
}

/** The rules for one connection's scripts. */
export interface EgressPolicy {
  /** Whether a host may be looked up at all: a name that no pattern can match would only tell its server. */
  refusalOfName(host: string): EgressRefusal | undefined;
  /** Whether this address, which the host was resolved to, may be connected to. */
  refusalOf(host: string, address: string, port: number): Promise<EgressRefusal | undefined>;
}

/** Makes policies under one deployment's rules. */
export type PolicyFor = (allow: readonly string[] | undefined) => EgressPolicy;

/**
 * Reads a deployment's rules. `now` in milliseconds, monotonic.
 * @throws {EgressPatternError} here, and from the function that it gives
 */
export function egressPolicies(
  { allow: ceiling, exempt = [], own = [] }: DeploymentEgress,
  resolve: ResolveHost,
  now: () => number,
): PolicyFor {
  const deployment = ceiling?.map(parseEgressPattern);
  const exemptions = exempt.map(parseEgressPattern);
  const isOwnEndpoint = guardOwnEndpoints(own, resolve, now);

  const refusalOfTarget = async (target: EgressTarget): Promise<EgressRefusal | undefined> => {
    if (exemptions.some((pattern) => pattern.matches(target))) return undefined;
    if (isAlwaysRefused(target.forms)) return 'address';
    return (await isOwnEndpoint(target.host, target.forms, target.port)) ? 'own-endpoint' : undefined;
  };

  return (allow) => {
    const connection = allow?.map(parseEgressPattern);
    return {
      refusalOfName: (host) => {
        const asked = normalHost(host);
        const could = (pattern: EgressPattern): boolean => pattern.couldMatchName(asked);
        return outside(deployment, connection, could);
      },
      refusalOf: async (host, address, port) => {
        const forms = addressForms(address);
        if (forms === undefined) return 'address';
        const target = { host: normalHost(host), forms, port };
        return (
          (await refusalOfTarget(target)) ??
          outside(deployment, connection, (pattern) => pattern.matches(target))
        );
      },
    };
  };
}

function outside(
  deployment: readonly EgressPattern[] | undefined,
  connection: readonly EgressPattern[] | undefined,
  admits: (pattern: EgressPattern) => boolean,
): EgressRefusal | undefined {
  if (deployment !== undefined && !deployment.some(admits)) return 'deployment';
  return connection !== undefined && !connection.some(admits) ? 'connection' : undefined;
}
