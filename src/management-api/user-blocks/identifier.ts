import { Type } from 'typebox';

/** By which an identifier is named that somebody has, or nobody. */
export const identifierParameter = {
  identifier: Type.String({ minLength: 1, maxLength: 254, description: 'An email or a username' }),
};
