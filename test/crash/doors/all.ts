import { blocked, emailChanged, emailVerified, passwordSet, verificationOrdered } from './changes.ts';
import { deleted, lifted, unmigrated } from './departures.ts';
import type { Door } from './door.ts';
import { confirmedLocal, confirmedUnmigrated, passwordForgotten } from './forgotten-passwords.ts';
import { createdByOperator, signUp } from './new-users.ts';

/** Every door but the login. */
export const doors: readonly Door[] = [
  signUp,
  createdByOperator,
  passwordForgotten,
  confirmedUnmigrated,
  confirmedLocal,
  emailChanged,
  emailVerified,
  verificationOrdered,
  passwordSet,
  blocked,
  deleted,
  lifted,
  unmigrated,
];
