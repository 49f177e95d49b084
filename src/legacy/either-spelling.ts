import {
  type Connection,
  identifierKey,
  type LegacyAnswer,
  type LegacyDirectory,
} from '../accounts/index.ts';

/**
 * A legacy user store that is asked for an identifier as it was typed and, when nobody has that, in lower case. Here an
 * email is the same in capitals; many a legacy system compares letter by letter, and would have room for somebody beside
 * its own user: who then signs up as `JANE@…` here has taken jane's place (F10).
 *
 * The password goes along a second time only when nobody is there under the spelling that was tried: a legacy system
 * that counts wrong passwords counts each once (S9).
 */
export function inEitherSpelling(legacy: LegacyDirectory): LegacyDirectory {
  async function find(connection: Connection, typed: string): Promise<LegacyAnswer> {
    const answer = await legacy.find(connection, typed);
    const key = identifierKey(typed);
    return answer.answer === 'absent' && key !== typed ? legacy.find(connection, key) : answer;
  }

  async function authenticate(
    connection: Connection,
    typed: string,
    password: string,
  ): Promise<LegacyAnswer> {
    const answer = await legacy.authenticate(connection, typed, password);
    const key = identifierKey(typed);
    if (answer.answer !== 'absent' || key === typed) return answer;
    const asTyped = await legacy.find(connection, typed);
    return asTyped.answer === 'absent' ? legacy.authenticate(connection, key, password) : answer;
  }

  return { find, authenticate };
}
