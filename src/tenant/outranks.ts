import type { ClientGrants } from './tenant-store.ts';

export interface OutranksNeeds {
  readonly clientGrants: Pick<ClientGrants, 'findFor'>;
  /** Identifier of the Management API. */
  readonly systemAudience: string;
}

/**
 * Whether a client may do in the Management API what a caller with these scopes may not. Such a client's secret and
 * authentication are out of the caller's reach, for with them it could take its place (S4).
 */
export async function outranks(
  { clientGrants, systemAudience }: OutranksNeeds,
  clientId: string,
  callerScopes: readonly string[],
): Promise<boolean> {
  const grant = await clientGrants.findFor(clientId, systemAudience);
  return grant?.scope.some((each) => !callerScopes.includes(each)) ?? false;
}
