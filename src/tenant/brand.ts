import type { TenantSettings } from './settings.ts';

/** Who speaks to people, in mails and on pages. */
export interface Brand {
  readonly name: string;
  readonly logoUrl: string | null;
  readonly supportEmail: string | null;
  readonly supportUrl: string | null;
  /** BCP 47 tags that the operator has enabled; the first is the one for everybody else. */
  readonly locales: readonly string[];
}

/** The brand that the tenant's settings describe. */
export function brandOf(settings: TenantSettings): Brand {
  return {
    name: settings.friendlyName,
    logoUrl: settings.pictureUrl,
    supportEmail: settings.supportEmail,
    supportUrl: settings.supportUrl,
    locales: settings.enabledLocales,
  };
}
