// What both ends of the control channel agree on. The server imports this file too: the runner can read
// nothing outside its own folder.

/** Raised when a line changes its meaning; the runner's greeting carries it. */
export const protocolVersion = 1;

/** The longest line either way, its newline not counted. A profile is a few hundred bytes. */
export const maxLineBytes = 1_048_576;

/** What the frame around a result may take of a line: id, kind and notes. */
export const frameBytes = 1_024;

/** What one call may print. Enough to debug a script, too little to fill a log table. */
export const maxLogLines = 100;
export const maxLogCharacters = 10_000;

/** A driver's error message beyond this is a dump. Redaction runs on the server, on all of it. */
export const maxMessageCharacters = 8_192;

/** Connections and look-ups of one process that wait for their answer; the runner keeps the rest back. */
export const maxPendingEgress = 64;

/** The longest name of a host that DNS can carry. */
export const maxHostCharacters = 253;

/** What an error says of a connection that the server would not make. */
export const egressRefusal = "the server's egress policy refuses it";

/** The records that scripts can ask for: what drivers find their servers by. */
export const recordTypes = /** @type {const} */ (['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SRV', 'TXT']);

/** Deeper than any profile; shallow enough that nothing downstream recurses itself to death. */
export const maxDepth = 32;

/** Keys that change an object's prototype when a careless merge meets them. */
export const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);
