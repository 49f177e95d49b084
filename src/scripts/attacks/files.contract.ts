import type { Family, Grab } from './attack.contract.ts';
import { notThere, refused } from './outcomes.contract.ts';

const reads = (path: string): Grab => [`fs.readFileSync(${path}, 'latin1')`, refused(notThere)];

const noSqlite = /^ERR_(UNKNOWN_BUILTIN_MODULE|MODULE_REFUSED)$/;
const opensStore = (module: string): Grab => [
  `new (${module}).DatabaseSync(at.KEY).prepare('select 1').get()`,
  { basic: noSqlite, strict: noSqlite, open: /^(ERR_SQLITE_ERROR|ERR_MODULE_REFUSED)$/ },
];

export const files: Family = {
  family: 'Files, and other processes',
  attacks: [
    {
      attack: "files of the host, and the server's own",
      heldBy: 'they are not there: Node, its libraries, the runner and the modules are all that is',
      basic: 'holds against mistakes',
      grabs: {
        'a file that everybody may read': reads("'/etc/passwd'"),
        "the server's key": reads('at.KEY'),
        'by its bytes': reads('Buffer.from(at.KEY)'),
        'by its URL': reads("new URL('file://' + at.KEY)"),
        'by bytes that lie': reads(
          'Object.assign(new Uint8Array(Buffer.from(at.KEY)), { toString: () => process.cwd() })',
        ),
        'by a way up from the modules': reads("process.cwd() + '/../'.repeat(20) + at.KEY"),
        'through its own root': reads("'/proc/self/root' + at.KEY"),
        'through its working folder': reads("'/proc/self/cwd/' + '../'.repeat(20) + at.KEY"),
        'by a promise': ['(await fs.promises.open(at.KEY)).fd', refused(notThere)],
        'as a Blob': [
          '(await (await fs.openAsBlob(at.KEY)).text())',
          refused(/^(ENOENT|ERR_INVALID_ARG_VALUE)$/),
        ],
        'as a copy': ["fs.cpSync(at.KEY, '/tmp/' + at.MARK)", refused(/^(ENOENT|EROFS|ERR_FS_CP_\w+)$/)],
        'as a link': ["fs.symlinkSync(at.KEY, process.cwd() + '/' + at.MARK)", refused(/^EROFS$/)],
        'as settings': ['(process.loadEnvFile(at.KEY), Object.keys(process.env))', refused(notThere)],
        'as a module': [
          'real(at.KEY)',
          {
            basic: /^(ERR_ACCESS_DENIED|MODULE_NOT_FOUND)$/,
            strict: /^(ERR_ACCESS_DENIED|MODULE_NOT_FOUND)$/,
            open: /^MODULE_NOT_FOUND$/,
          },
        ],
        'whether it is there': ['fs.statSync(at.KEY).size', refused(notThere)],
        'what is beside it': ['fs.readdirSync(at.FOLDER).join()', refused(notThere)],
        'the root': [
          "fs.readdirSync('/').filter((name) => /^(boot|etc|home|media|mnt|root|srv|sys|var)$/.test(name))[0] ?? errorOf({ error: new Error('none') })",
          refused(/^none$/),
        ],
        "the server's sources": reads(`'${import.meta.filename}'`),
      },
    },
    {
      attack: "other processes: their memory, environment, files, Segue's included",
      heldBy: 'it is alone in its process namespace, without any right over another',
      basic: 'holds against mistakes',
      grabs: {
        "the server's environment": reads("'/proc/' + at.SERVER + '/environ'"),
        "the server's memory": reads("'/proc/' + at.SERVER + '/mem'"),
        "the server's map": reads("'/proc/' + at.SERVER + '/maps'"),
        "the server's root": reads("'/proc/' + at.SERVER + '/root' + at.KEY"),
        "the server's open files": ["fs.readdirSync('/proc/' + at.SERVER + '/fd').join()", refused(notThere)],
        'a list of all': [
          "fs.readdirSync('/proc').filter((name) => /^\\\\d+$/.test(name) && name !== String(process.pid))[0] ?? errorOf({ error: new Error('alone') })",
          refused(/^alone$/),
        ],
        'memory of the kernel': ["fs.openSync('/proc/kcore')", refused(/^(ENOENT|EACCES|EPERM)$/)],
        'settings of the kernel': [
          "fs.writeFileSync('/proc/sys/kernel/core_pattern', '|/x')",
          refused(/^(EACCES|EROFS|EPERM|ENOENT)$/),
        ],
        'its own place in the line when memory is short': [
          "fs.writeFileSync('/proc/self/oom_score_adj', '-1000')",
          refused(/^(EACCES|EPERM|EROFS)$/),
        ],
        'its environment': ["Object.keys(process.env)[0] ?? errorOf({ error: new Error('none') })", /^none$/],
        'descriptors that it inherited': [
          "(() => { for (let fd = 4; fd < 256; fd += 1) { try { if (fs.fstatSync(fd).isFile()) return fd; } catch {} } throw new Error('none'); })()",
          /^none$/,
        ],
        'another user': [
          "(process.geteuid() === 0 ? errorOf({ error: new Error('already') }) : process.setuid(0), 'root')",
          { basic: /^(already|EPERM)$/, strict: /^(EPERM|EINVAL)$/, open: /^(EPERM|EINVAL)$/ },
        ],
        devices: [
          "fs.readdirSync('/dev').find((name) => !['null', 'urandom'].includes(name)) ?? errorOf({ error: new Error('none') })",
          refused(/^none$/),
        ],
        'sockets that it inherited': [
          "(() => { const links = fs.readdirSync('/proc/self/fd').map((fd) => { try { return fs.readlinkSync('/proc/self/fd/' + fd); } catch { return ''; } }); const sockets = links.filter((link) => link.startsWith('socket')).length; if (sockets > 1) return sockets; throw new Error('its channel'); })()",
          refused(/^its channel$/),
        ],
      },
    },
    {
      attack: "Segue's store by node:sqlite",
      heldBy: 'the file is not there; the module is switched off',
      basic: 'holds against mistakes',
      grabs: {
        'by import()': opensStore("await import('node:sqlite')"),
        'by require': opensStore("real('node:sqlite')"),
        'by its old name': opensStore("process.getBuiltinModule('node:sqlite')"),
      },
    },
  ],
};
