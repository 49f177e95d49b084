import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import type { Clock } from '../lib/clock.ts';
import { isPlainObject } from '../lib/json.ts';
import { contentDigest } from '../lib/keyed-digest.ts';
import type {
  OidcPayloadRecord,
  OidcPayloads,
  StoredOidcPayload,
  VerifiedCredentials,
} from './oidc-payloads.ts';

/** The login that a token rests on is no longer true: the password, the address or a block changed meanwhile (S6). */
export class CredentialsChanged extends Error {
  override readonly name = 'CredentialsChanged';
}

/** What an id is stored as: the id of an opaque token is the token itself, and has 256 bits of its own. */
export function idHashOf(id: string): string {
  return contentDigest(id);
}

/**
 * oidc-provider's storage over our port. Ids are hashed on every call, and taken out of what is stored: a copy of the
 * database holds no usable token. When a payload expires is the record's to say, for that can move. A payload with
 * `credentialVersion` is written only while that is the user's version.
 */
export function createPayloadAdapters(storage: OidcPayloads, clock: Clock): AdapterFactory {
  return (model): Adapter => ({
    async upsert(id, payload, expiresInSeconds) {
      const written = await storage.save(
        recordOf(
          model,
          id,
          payload,
          expiresInSeconds === undefined ? null : clock.now() + expiresInSeconds * 1000,
        ),
        verifiedCredentialsIn(payload),
      );
      if (!written) throw new CredentialsChanged(`${model} not written`);
    },
    async find(id) {
      const stored = await storage.find(model, idHashOf(id));
      return stored && restore(stored, { jti: id });
    },
    async findByUid(uid) {
      const stored = await storage.findByUid(model, uid);
      return stored && restore(stored, {});
    },
    async findByUserCode() {
      return undefined; // no device flow
    },
    async consume(id) {
      // The refresh grant consumes by itself, with its client's leeway; whatever comes here is used once.
      await storage.consume(model, idHashOf(id), clock.now(), 0);
    },
    destroy: (id) => storage.destroy(model, idHashOf(id)),
    revokeByGrantId: (grantId) => storage.revokeByGrantId(grantId),
  });
}

function recordOf(
  model: string,
  id: string,
  payload: AdapterPayload,
  expiresAt: number | null,
): OidcPayloadRecord {
  const { jti: _id, exp: _end, ...kept } = payload;
  const { grantId, uid, accountId, clientId } = payload;
  return {
    model,
    idHash: idHashOf(id),
    payload: JSON.stringify(kept),
    ...(grantId !== undefined && { grantId }),
    ...(uid !== undefined && { uid }),
    ...(accountId !== undefined && { userId: accountId }),
    ...(clientId !== undefined && { clientId }),
    expiresAt,
  };
}

function verifiedCredentialsIn(payload: AdapterPayload): VerifiedCredentials | undefined {
  const { accountId, credentialVersion } = payload;
  if (accountId === undefined || typeof credentialVersion !== 'number') return undefined;
  return { userId: accountId, credentialVersion };
}

function restore(stored: StoredOidcPayload, id: { jti?: string }): AdapterPayload {
  const payload: unknown = JSON.parse(stored.payload);
  if (!isPlainObject(payload)) throw new Error('a stored oidc payload is not an object');
  const { consumedAt, expiresAt } = stored;
  return {
    ...payload,
    ...id,
    ...(expiresAt !== null && { exp: Math.ceil(expiresAt / 1000) }),
    ...(consumedAt !== null && { consumed: consumedAt }),
  };
}
