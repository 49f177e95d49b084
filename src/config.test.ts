import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeSelfSignedCertificate } from '../test/kit/self-signed-certificate.ts';
import { ConfigError, readConfig } from './config.ts';

const key = Buffer.alloc(32, 1).toString('base64');

function refusal(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return assert.fail(`accepted: ${JSON.stringify(environment)}`);
}

test('without any setting: loopback, SQLite, the issuer of this machine', () => {
  const { config, secrets } = readConfig({});
  assert.deepEqual(
    [config.host, config.port, config.publicUrl],
    ['127.0.0.1', 3000, 'http://localhost:3000/'],
  );
  assert.deepEqual(config.database, { engine: 'sqlite', file: './data/segue.sqlite' });
  assert.deepEqual(secrets.secretKeys, []);
  assert.equal(config.scriptIsolation, 'auto');
});

test('the public URL ends in a slash, keeps its path, and is needed beyond loopback', () => {
  assert.equal(
    readConfig({ SEGUE_URL: 'https://login.example.com' }).config.publicUrl,
    'https://login.example.com/',
  );
  assert.equal(
    readConfig({ SEGUE_URL: 'https://example.com/auth' }).config.publicUrl,
    'https://example.com/auth/',
  );
  assert.match(refusal({ HOST: '0.0.0.0' }), /SEGUE_URL is needed/);
  assert.match(refusal({ PORT: '0' }), /SEGUE_URL is needed/);
  for (const url of [
    'login.example.com',
    'ftp://x',
    'https://x/?q=1',
    'https://x/#f',
    'https://user:pass@x/',
  ]) {
    assert.match(refusal({ SEGUE_URL: url }), /SEGUE_URL must be/, url);
  }
});

test('malformed settings are refused, with what to set instead and without their value', () => {
  for (const port of ['abc', '-1', '65536', '3.5', '1e3'])
    assert.match(refusal({ PORT: port }), /PORT must be/);
  assert.match(
    refusal({ DATABASE_URL: 'mysql://root:hunter22@db/x' }),
    /must begin with sqlite: or postgres/,
  );
  assert.doesNotMatch(refusal({ DATABASE_URL: 'mysql://root:hunter22@db/x' }), /hunter22/);
  assert.match(refusal({ SEGUE_SECRET_KEY: 'c2hvcnQ=' }), /32 bytes in base64/);
  assert.match(refusal({ SEGUE_SCRIPT_ISOLATION: 'none' }), /one of auto, strict, basic/);
  assert.match(refusal({ SEGUE_LOG_LEVEL: 'loud' }), /one of trace/);
  for (const days of ['0', '-1', '1.5', 'x']) {
    assert.match(refusal({ SEGUE_LOG_RETENTION_DAYS: days }), /SEGUE_LOG_RETENTION_DAYS must be/);
  }
});

test('mail settings that no letter could be sent with are refused, without the password', () => {
  for (const [url, expected] of [
    ['mail.example.com', /^SMTP_URL is not of the form smtp:\/\/user:password@host:port/],
    ['https://user:hunter22@mail.example.com', /^SMTP_URL is not of the form/],
    ['smtp://', /^SMTP_URL is not of the form/],
    ['smtp://user:hunter22@mail.example.com/?debug=true', /^SMTP_URL has an unknown option: debug$/],
    ['smtp://user:25?hunter22@mail.example.com', /^SMTP_URL has an unknown option$/],
    [
      'smtp://user:hunter22@h?maxConnections=all',
      /^SMTP_URL needs a number above 0 as its option maxConnections$/,
    ],
    ['smtp://user:hunter22@h?requireTLS=yes', /^SMTP_URL needs true or false as its option requireTLS$/],
    ['smtp://user:hunter22@h?name=a&name=b', /^SMTP_URL has the option name more than once$/],
  ] as const) {
    assert.match(refusal({ SMTP_URL: url }), expected, url);
    assert.doesNotMatch(refusal({ SMTP_URL: url }), /hunter22/);
  }
  for (const from of ['nobody', '', 'a@b, c@d', 'Acme <>', 'Acme <nobody@>', 'Acme <a@b.example> x']) {
    if (from === '') assert.equal(readConfig({ SMTP_FROM: from }).config.mailFrom, 'no-reply@localhost');
    else assert.match(refusal({ SMTP_FROM: from }), /^SMTP_FROM must be an address, such as /, from);
  }
});

test('letters come from SMTP_FROM, else from the host of SEGUE_URL, which must be one that mail can come from', () => {
  const sender = (environment: Record<string, string>): string => readConfig(environment).config.mailFrom;
  assert.equal(sender({ SMTP_FROM: ' Acme <no-reply@acme.example> ' }), 'Acme <no-reply@acme.example>');
  assert.equal(sender({ SEGUE_URL: 'https://login.example.com:8443/auth' }), 'no-reply@login.example.com');
  assert.equal(sender({ SEGUE_URL: 'http://[::1]:3000' }), 'no-reply@localhost');
  assert.match(refusal({ SEGUE_URL: 'https://login.example.com./' }), /^SMTP_FROM is needed/);
  const smtp = 'smtp://user:secret@mail.example:587?requireTLS=true&tls.servername=relay.example';
  assert.equal(readConfig({ SMTP_URL: smtp }).secrets.smtpUrl, smtp);
});

test('settings that go together', () => {
  assert.match(refusal({ DATABASE_URL: 'postgres://db/segue' }), /SEGUE_SECRET_KEY is required/);
  assert.match(refusal({ SEGUE_BOOTSTRAP_CLIENT_ID: 'operator' }), /go together/);
  assert.match(refusal({ SEGUE_TLS_CERT: '/nowhere.pem' }), /go together/);
});

test('S21: the bootstrap secret has at least 32 characters', () => {
  const withSecret = (length: number): Record<string, string> => ({
    SEGUE_BOOTSTRAP_CLIENT_ID: 'operator',
    SEGUE_BOOTSTRAP_CLIENT_SECRET: 'x'.repeat(length),
  });
  assert.match(refusal(withSecret(31)), /at least 32/);
  assert.equal(readConfig(withSecret(32)).secrets.bootstrapClientSecret?.length, 32);
});

test('several secret keys, newest first', () => {
  assert.equal(readConfig({ SEGUE_SECRET_KEY: `${key}, ${key}` }).secrets.secretKeys.length, 2);
});

test('a certificate and its key make HTTPS', (t) => {
  const { cert, key, certFile, keyFile, remove } = makeSelfSignedCertificate();
  t.after(remove);
  const { config, secrets } = readConfig({ SEGUE_TLS_CERT: certFile, SEGUE_TLS_KEY: keyFile });
  assert.deepEqual(secrets.tls, { cert, key });
  assert.equal(config.publicUrl, 'https://localhost:3000/');
});

test('files that cannot serve TLS are refused, by the name of the setting and without what is in them', async (t) => {
  const [mine, another] = [makeSelfSignedCertificate(), makeSelfSignedCertificate()];
  const folder = await mkdtemp(join(tmpdir(), 'segue-config-'));
  t.after(async () => {
    mine.remove();
    another.remove();
    await rm(folder, { recursive: true });
  });
  const [noise, locked, chain] = ['noise.pem', 'locked.pem', 'chain.pem'].map((name) => join(folder, name));
  assert.ok(noise !== undefined && locked !== undefined && chain !== undefined);
  await writeFile(noise, 'hunter22');
  const passphrase = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hunter22' } as const;
  await writeFile(locked, createPrivateKey(mine.key).export(passphrase));
  await writeFile(chain, `${mine.cert}-----BEGIN CERTIFICATE-----\nhunter22\n-----END CERTIFICATE-----\n`);
  for (const [certFile, keyFile, expected] of [
    ['/nowhere.pem', mine.keyFile, /^SEGUE_TLS_CERT: cannot read \/nowhere\.pem$/],
    [mine.certFile, '/nowhere.pem', /^SEGUE_TLS_KEY: cannot read \/nowhere\.pem$/],
    [noise, mine.keyFile, /^SEGUE_TLS_CERT: .*noise\.pem holds no certificate in PEM form$/],
    [mine.keyFile, mine.certFile, /^SEGUE_TLS_CERT: .*key\.pem holds no certificate/],
    [mine.certFile, noise, /^SEGUE_TLS_KEY: .*noise\.pem holds no private key in PEM form/],
    [mine.certFile, mine.certFile, /^SEGUE_TLS_KEY: .*cert\.pem holds no private key/],
    [mine.certFile, locked, /^SEGUE_TLS_KEY: .*locked\.pem .* without a passphrase$/],
    [mine.certFile, another.keyFile, /^SEGUE_TLS_KEY: .*key\.pem is not the key of the certificate/],
    [chain, mine.keyFile, /^SEGUE_TLS_CERT and SEGUE_TLS_KEY: no server can use these files: /],
  ] as const) {
    const message = refusal({ SEGUE_TLS_CERT: certFile, SEGUE_TLS_KEY: keyFile });
    assert.match(message, expected);
    assert.doesNotMatch(message, /hunter22/);
  }
});

test('the printable half holds no secret', () => {
  const { config } = readConfig({
    DATABASE_URL: 'postgres://segue:hunter22@db/segue',
    SEGUE_SECRET_KEY: key,
    SEGUE_BOOTSTRAP_CLIENT_ID: 'operator',
    SEGUE_BOOTSTRAP_CLIENT_SECRET: `hunter22${'x'.repeat(32)}`,
  });
  assert.doesNotMatch(JSON.stringify(config), /hunter22/);
  assert.ok(!JSON.stringify(config).includes(key));
});
