import type { Family, Grab } from './attack.contract.ts';
import { refused } from './outcomes.contract.ts';

const readOnly = /^(EROFS|EACCES|ENOENT|EPERM|ETXTBSY)$/;
const writes = (path: string): Grab => [
  `(fs.writeFileSync(${path} + '/' + at.MARK, Buffer.alloc(1e6)), ${path})`,
  refused(readOnly),
];

export const disk: Family = {
  family: 'The disk',
  attacks: [
    {
      attack: 'filling the disk, or memory that passes for one',
      heldBy: 'nothing inside can be written, /tmp included',
      basic: 'holds against mistakes',
      grabs: {
        '/tmp': writes("'/tmp'"),
        '/var/tmp': writes("'/var/tmp'"),
        '/dev/shm': writes("'/dev/shm'"),
        '/dev': writes("'/dev'"),
        '/run': writes("'/run'"),
        'the folder of its sockets': writes("'/run/egress'"),
        'the root': writes("''"),
        'the modules': writes('process.cwd()'),
        'a folder of the host that everybody may write to': writes('at.FOLDER'),
        'folders without end': [
          "(() => { for (let i = 0; i < 1e5; i += 1) fs.mkdirSync('/tmp/' + at.MARK + i); })()",
          refused(readOnly),
        ],
        'a file that is left open': ["fs.openSync('/tmp/' + at.MARK, 'w+')", refused(readOnly)],
        'a file without a name': [
          "fs.openSync('/tmp', fs.constants.O_RDWR | 0o20200000)",
          refused(/^(EROFS|EISDIR|EOPNOTSUPP|ENOTSUP)$/),
        ],
      },
    },
    {
      attack: 'files without a byte, by the million: sockets that have a path',
      heldBy: 'nothing inside can be written',
      basic: 'does not hold',
      grabs: {
        'a socket as a file': [
          "(() => { const made = net._createServerHandle('/tmp/' + at.MARK + '.sock', -1, -1); if (typeof made === 'number') throw coded(made); made.close(); return 'made'; })()",
          { basic: /^got made$/, strict: readOnly, open: readOnly },
        ],
      },
    },
    {
      attack: 'files that Node writes by itself: reports, snapshots, traces, caches',
      heldBy: 'nothing inside can be written',
      basic: 'holds against mistakes',
      grabs: {
        'a report': [
          "(process.report.excludeNetwork = true, process.report.writeReport('/tmp/' + at.MARK + '.json'))",
          refused(/^(got|ERR_\w+)/),
        ],
        'a snapshot of the heap': [
          "v8.writeHeapSnapshot('/tmp/' + at.MARK + '.heapsnapshot')",
          refused(/^(EROFS|ENOENT|ERR_\w+)$/),
        ],
        'compiled code': [
          "(() => { const { message } = modules.enableCompileCache('/tmp/' + at.MARK); if (message) throw new Error(message); return 'kept'; })()",
          /not granted|Cannot create|directory/,
        ],
      },
    },
    {
      attack: 'changing what it runs on: modules, the runner, Node itself',
      heldBy: 'mounted read-only',
      basic: 'holds against mistakes',
      grabs: {
        "Node's binary": ["fs.appendFileSync(process.execPath, '')", refused(readOnly)],
        'a module': ["fs.appendFileSync(at.VICTIM + '/index.js', ' ')", refused(readOnly)],
        'a module, removed': ["fs.unlinkSync(at.VICTIM + '/index.js')", refused(readOnly)],
        'a module, renamed': ["fs.renameSync(at.VICTIM, at.VICTIM + '2')", refused(readOnly)],
        'rights of a module': ['fs.chmodSync(at.VICTIM, 0o777)', refused(readOnly)],
        'its owner': ['fs.chownSync(at.VICTIM, 1, 1)', refused(readOnly)],
        'its times': ['fs.utimesSync(at.VICTIM, 1, 1)', refused(readOnly)],
      },
    },
  ],
};
