/**
 * What Auth0's Management API has and Segue has not. Auth0's own tools ask for much of it without being told to; each row
 * says how they take the answer.
 */
export interface Absence {
  /** The first segments of its path, below `/api/v2/`. */
  readonly path: string;
  /** For whoever asks: "Segue has no …". */
  readonly what: string;
  /**
   * The scope that Auth0 wants for reading it. Where it stands here, a read is answered as if the token lacked it: on
   * these words the deploy tool skips this kind with a warning, where a 404 ends its export, or has it export what its
   * own import is refused.
   */
  readonly readAs403?: string;
  /** The message of the 404, where there is more to say than that. */
  readonly message?: string;
}

/** The longest path that fits is meant. */
export const absences: readonly Absence[] = [
  { path: 'rules', what: 'rules', readAs403: 'read:rules' },
  { path: 'rules-configs', what: 'rules', readAs403: 'read:rules_configs' },
  { path: 'hooks', what: 'hooks' },
  { path: 'actions', what: 'actions' },
  { path: 'actions/triggers', what: 'actions', readAs403: 'read:actions' },
  { path: 'prompts', what: 'prompts', readAs403: 'read:prompts' },
  { path: 'branding', what: 'branding: name and logo are in tenants/settings' },
  { path: 'branding/phone/providers', what: 'text messages', readAs403: 'read:phone_providers' },
  { path: 'branding/phone/templates', what: 'text messages', readAs403: 'read:phone_templates' },
  { path: 'guardian', what: 'second factors' },
  { path: 'guardian/policies', what: 'second factors', readAs403: 'read:mfa_policies' },
  { path: 'attack-protection', what: 'such attack protection', readAs403: 'read:attack_protection' },
  { path: 'risk-assessments', what: 'risk assessments', readAs403: 'read:attack_protection' },
  { path: 'supplemental-signals', what: 'supplemental signals', readAs403: 'read:attack_protection' },
  { path: 'log-streams', what: 'log streams: follow GET /api/v2/logs', readAs403: 'read:log_streams' },
  { path: 'event-streams', what: 'event streams', readAs403: 'read:event_streams' },
  { path: 'custom-domains', what: 'custom domains: SEGUE_URL is its own', readAs403: 'read:custom_domains' },
  { path: 'forms', what: 'forms', readAs403: 'read:forms' },
  { path: 'flows', what: 'flows', readAs403: 'read:flows' },
  { path: 'flows/vault', what: 'flows', readAs403: 'read:flows_vault_connections' },
  { path: 'organizations', what: 'organizations' },
  { path: 'roles', what: 'roles' },
  { path: 'network-acls', what: 'network ACLs' },
  { path: 'rate-limit-policies', what: 'rate limit policies' },
  {
    path: 'self-service-profiles',
    what: 'self-service profiles',
    readAs403: 'read:self_service_profiles',
  },
  { path: 'user-attribute-profiles', what: 'user attribute profiles' },
  { path: 'connection-profiles', what: 'connection profiles' },
  {
    path: 'token-exchange-profiles',
    what: 'token exchange',
    readAs403: 'read:token_exchange_profiles',
  },
  {
    path: 'emails/provider',
    what: 'email provider to choose',
    message: 'Segue sends its letters through SMTP_URL: there is no email provider to choose.',
  },
  {
    path: 'email-templates',
    what: 'email templates',
    message: 'The template does not exist: the texts of letters are a part of Segue.',
  },
];

/** What a path below `/api/v2/` is about, if we know it. */
export function absenceAt(path: string): Absence | undefined {
  const isAbout = (absence: Absence): boolean => path === absence.path || path.startsWith(`${absence.path}/`);
  return absences.filter(isAbout).toSorted((a, b) => b.path.length - a.path.length)[0];
}
