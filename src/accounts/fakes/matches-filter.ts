import { metadataTerms } from '../metadata-terms.ts';
import type { User } from '../user.ts';
import {
  type MetadataFilter,
  type NumberField,
  searchedForm,
  searchedText,
  type TextFilter,
  type UserFilter,
} from '../user-filter.ts';

/** Whether a filter means this user. */
export function matchesFilter(user: User, filter: UserFilter): boolean {
  switch (filter.is) {
    case 'all-of':
      return filter.of.every((each) => matchesFilter(user, each));
    case 'any-of':
      return filter.of.some((each) => matchesFilter(user, each));
    case 'not':
      return !matchesFilter(user, filter.of);
    case 'text':
      return matchesText(user, filter);
    case 'flag':
      return (filter.field === 'blocked' ? user.blocked : user.emailVerified) === filter.value;
    case 'within': {
      const value = numberOf(user, filter.field);
      const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = filter;
      return value !== null && value >= from && value <= to;
    }
    case 'in-connection':
      return filter.connectionIds.includes(user.connectionId);
    case 'metadata':
      return matchesMetadata(user, filter);
  }
}

function matchesText(user: User, { field, pattern }: TextFilter): boolean {
  const text = searchedText(user, field);
  if (text === null) return false;
  const [head, within, tail] = [pattern.head, pattern.within, pattern.tail].map((part) =>
    searchedForm(field, part),
  ) as [string, string, string]; // three in, three out
  if (pattern.isWhole) return text === head;
  const rest = text.slice(head.length, text.length - tail.length);
  const isLongEnough = text.length >= head.length + tail.length;
  return isLongEnough && text.startsWith(head) && text.endsWith(tail) && rest.includes(within);
}

function numberOf(user: User, field: NumberField): number | null {
  switch (field) {
    case 'created_at':
      return user.createdAt;
    case 'updated_at':
      return user.updatedAt;
    case 'last_login':
      return user.lastLoginAt;
    case 'last_password_reset':
      return user.lastPasswordChangeAt;
    case 'logins_count':
      return user.loginsCount;
  }
}

function matchesMetadata(user: User, { of, path, value }: MetadataFilter): boolean {
  const terms = metadataTerms(of === 'user_metadata' ? user.userMetadata : user.appMetadata);
  if (value !== undefined) return terms.some((term) => term.path === path && term.value === value);
  return terms.some((term) => term.path === path || term.path.startsWith(`${path}.`));
}
