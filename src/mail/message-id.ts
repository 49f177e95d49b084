/** The Message-ID (RFC 5322, 3.6.4) of a letter: the same for the same letter, so that a retry can be recognised. */
export function messageIdOf(letterId: string, senderAddress: string): string {
  const domain = senderAddress.slice(senderAddress.indexOf('@') + 1);
  // What `encodeURIComponent` leaves of the characters that an id may not hold; a dot may not stand at its ends.
  const left = encodeURIComponent(letterId).replace(/[().]/g, (special) => `%${hexOf(special)}`);
  return `<${left}@${domain}>`;
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase();
}
