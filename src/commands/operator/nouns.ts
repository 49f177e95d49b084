import { clientsNoun } from './clients/noun.ts';
import { connectionsNoun } from './connections/noun.ts';
import { logsNoun } from './logs/noun.ts';
import { scriptsNoun } from './scripts/noun.ts';
import { usersNoun } from './users/noun.ts';
import type { Noun } from './verb.ts';

/** What the operator does over the Management API. */
export const nouns: readonly Noun[] = [connectionsNoun, usersNoun, clientsNoun, logsNoun, scriptsNoun];
