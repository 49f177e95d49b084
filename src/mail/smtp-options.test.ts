import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTransport } from 'nodemailer';
import { smtpOptions, smtpTimeouts } from './smtp-options.ts';

const requiresTls = (url: string): boolean | undefined => smtpOptions(url, smtpTimeouts).requireTLS;

test('credentials go to another machine over TLS only, unless the URL says otherwise', () => {
  assert.equal(requiresTls('smtp://user:secret@mail.example:587'), true);
  assert.equal(requiresTls('smtp://user:secret@mail.example:587?ignoreTLS=true'), false);
  assert.equal(requiresTls('smtp://user:secret@localhost:1025'), false);
  assert.equal(requiresTls('smtp://user:secret@127.0.0.1:1025'), false);
  assert.equal(requiresTls('smtp://user:secret@[::1]:1025'), false);
  assert.equal(requiresTls('smtp://mail.example'), false);
});

test('the URL has the last word on how it is to be connected', () => {
  const url = 'smtp://user:secret@mail.example?requireTLS=false&socketTimeout=7&tls.servername=relay.example';
  const transport = createTransport(smtpOptions(url, smtpTimeouts));
  const { requireTLS, socketTimeout, tls, connectionTimeout } = transport.options;
  assert.deepEqual([requireTLS, socketTimeout, connectionTimeout], [false, 7, 10_000]);
  assert.equal(tls?.servername, 'relay.example');
});

test('neither files nor addresses are read into a letter', () => {
  const { disableFileAccess, disableUrlAccess } = smtpOptions('smtp://mail.example', smtpTimeouts);
  assert.deepEqual([disableFileAccess, disableUrlAccess], [true, true]);
});

test('what is no SMTP URL, or asks for what it may not, is refused without being shown', () => {
  for (const url of [
    '',
    'mail.example',
    'https://user:secret@mail.example',
    'smtp://',
    'smtp:user:secret@mail.example',
    'smtp://user:secret@mail.example?logger=true',
    'smtp://user:secret@mail.example?debug=true',
    'smtp://user:secret@mail.example?pool=false&sendmail=true',
    'smtp://user:secret@mail.example?disableFileAccess=false',
    'smtp://user:secret@mail.example?requiretls=true',
    'smtp://user:secret@mail.example?maxConnections=many',
    'smtp://user:secret@mail.example?maxConnections=0',
    'smtp://user:secret@mail.example?socketTimeout=',
    'smtp://user:secret@mail.example?requireTLS=1',
    'smtp://user:secret@mail.example?name=a&name=b',
    'smtp://user:25?secret@mail.example',
    'smtp://user:sec/ret@mail.example',
  ]) {
    assert.throws(
      () => smtpOptions(url, smtpTimeouts),
      (error: Error) => /SMTP URL/.test(error.message) && !/secret/.test(JSON.stringify(error) + error.stack),
      url,
    );
  }
});
