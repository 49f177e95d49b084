import { Type } from 'typebox';
import { text } from '../../../schemas.ts';

// As long as a stored script may be.
const source = Type.Optional(text(100_000));

/** The scripts that are asked, by the names that a connection's options have for them. */
export const askedScripts = Type.Object(
  { login: source, get_user: source },
  { additionalProperties: false, description: 'Action scripts, as in options.customScripts' },
);
