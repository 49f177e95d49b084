import type { LinkTo } from '../accounts/index.ts';

const paths = {
  'password-change': 'u/reset-password',
  'email-verification': 'u/email-verification',
} as const;

/** The addresses of the pages that tickets open. They begin with SEGUE_URL, whatever a request claims to be for (S11). */
export function linkTo(baseUrl: string): LinkTo {
  return (purpose, secret) => `${new URL(paths[purpose], baseUrl).href}?ticket=${encodeURIComponent(secret)}`;
}
