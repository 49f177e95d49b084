import { domainToASCII } from 'node:url';

// RFC 5321, 4.5.3.1.3: a path has at most 256 octets, its brackets counted.
const maxAddressBytes = 254;

// What is special to headers and to SMTP is left out even where RFC 5322 allows it in quotes: nodemailer reads
// `b@y.example\r\nBcc: c@z.example` as a group, and a letter with a secret link goes to c. Beyond ASCII, letters and marks
// stand as they are (RFC 6532), blanks and control characters do not.
const plain = /^[^\p{C}\p{Z}"(),:;<>@[\\\]]+$/u;
const asciiDomain = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i;

/**
 * An address as it may stand in a header and in an SMTP command, its domain in ASCII (RFC 5891); null for one that may
 * not. Comments, quoted local parts, address literals and lists are refused.
 */
export function readMailAddress(written: string): string | null {
  const [local = '', domain = '', ...more] = written.split('@');
  const asciiOnly = readDomain(domain);
  if (more.length > 0 || asciiOnly === null || !plain.test(local)) return null;
  const address = `${local}@${asciiOnly}`;
  return Buffer.byteLength(address) <= maxAddressBytes ? address : null;
}

function readDomain(domain: string): string | null {
  // The mapping to ASCII drops line breaks and turns look-alikes (a full-width `ｇ`) into another domain: nobody's address.
  if (domain !== domain.normalize('NFKC') || !plain.test(domain)) return null;
  const ascii = asciiDomain.test(domain) ? domain : domainToASCII(domain);
  return asciiDomain.test(ascii) ? ascii : null;
}
