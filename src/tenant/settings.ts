import type { JsonObject } from '../lib/json.ts';
import { type AttackProtectionSettings, initialAttackProtection } from './attack-protection-settings.ts';

/** The tenant's settings; one tenant a deployment. */
export interface TenantSettings extends AttackProtectionSettings {
  readonly friendlyName: string;
  readonly supportEmail: string | null;
  readonly supportUrl: string | null;
  readonly pictureUrl: string | null;
  /** Name of the connection that the password grant without a realm means. */
  readonly defaultDirectory: string | null;
  /** Audience of tokens asked for without one. */
  readonly defaultAudience: string | null;
  /** Whether sign-up says `user_exists` instead of the vaguer `invalid_signup`. */
  readonly publicSignupUserExistsError: boolean;
  readonly allowedLogoutUrls: readonly string[];
  readonly sessionLifetimeHours: number;
  readonly idleSessionLifetimeHours: number;
  readonly enabledLocales: readonly string[];
  /** Settings that we keep for the clients of the API and do not act on. */
  readonly other: JsonObject;
}

/** What a new tenant starts with; lifetimes as Auth0 has them. */
export const initialSettings: TenantSettings = {
  friendlyName: 'Segue',
  supportEmail: null,
  supportUrl: null,
  pictureUrl: null,
  defaultDirectory: null,
  defaultAudience: null,
  publicSignupUserExistsError: false,
  allowedLogoutUrls: [],
  sessionLifetimeHours: 168,
  idleSessionLifetimeHours: 72,
  enabledLocales: ['en'],
  ...initialAttackProtection,
  other: {},
};
