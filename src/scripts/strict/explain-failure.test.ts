import assert from 'node:assert/strict';
import { it } from 'node:test';
import { explainFailure } from './explain-failure.ts';

const noNamespace =
  'bwrap: No permissions to create new namespace, likely because the kernel does not allow non-privileged user namespaces.';

/** What bubblewrap says, what stands in files of the machine, and the advice. */
const failures: readonly (readonly [said: string, files: Record<string, string>, advice: RegExp])[] = [
  [
    noNamespace,
    { '/proc/sys/kernel/unprivileged_userns_clone': '0' },
    /sysctl kernel\.unprivileged_userns_clone=1/,
  ],
  [noNamespace, { '/proc/sys/user/max_user_namespaces': '0' }, /sysctl user\.max_user_namespaces=10000/],
  [
    'bwrap: setting up uid map: Permission denied',
    { '/proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1' },
    /AppArmor .* bwrap-userns-restrict/,
  ],
  [
    'bwrap: Creating new namespace failed: Operation not permitted',
    { '/.dockerenv': '' },
    /--security-opt seccomp=unconfined/,
  ],
  [
    "bwrap: Can't mount proc on /newroot/proc: Operation not permitted",
    { '/run/.containerenv': '' },
    /systempaths/,
  ],
  [noNamespace, {}, /this machine does not allow user namespaces \(bwrap: No permissions/],
  ["bwrap: Can't find source path /root/segue: Permission denied", {}, /cannot reach \/root\/segue: install/],
  [
    'setpriv: setresuid failed: Invalid argument',
    {},
    /range of user ids, with user 65533 in it, .*\(setpriv: setresuid failed: Invalid argument\)$/,
  ],
  ['setpriv: setgroups failed: Operation not permitted', { '/.dockerenv': '' }, /range of user ids/],
  ['bwrap: Unknown option --perms', {}, /^bubblewrap does not start: bwrap: Unknown option --perms$/],
  ['', {}, /^bubblewrap does not start: it ended without a word$/],
];

for (const [said, files, advice] of failures) {
  it(`explains: ${said || 'nothing'} ${JSON.stringify(files)}`, () => {
    assert.match(explainFailure(said, { read: (path) => files[path] }), advice);
  });
}
