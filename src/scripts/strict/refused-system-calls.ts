/** Processors that the filter knows; the kernel's number for each stands in every program's answer. */
export type Processor = 'x64' | 'arm64';

/** Number of a system call on x86-64 and on arm64; undefined where there is none. */
type Numbers = readonly [x64: number, arm64: number | undefined];

/** `AUDIT_ARCH_X86_64` and `AUDIT_ARCH_AARCH64` of linux/audit.h. */
export const auditArchitecture: Readonly<Record<Processor, number>> = {
  x64: 0xc000_003e,
  arm64: 0xc000_00b7,
};

/** Calls that the filter looks into. */
export const clone: Numbers = [56, 220];
export const socket: Numbers = [41, 198];
export const ioctl: Numbers = [16, 29];
export const kill: Numbers = [62, 129];
export const mmap: Numbers = [9, 222];
export const prctl: Numbers = [157, 167];

/** Its flags stand in memory, where a filter cannot look: "not implemented" sends libc to `clone`. */
export const clone3: Numbers = [435, 435];

/** The last call of Linux 5.17, older than any that Node 24 cannot do without. */
export const newestCall = 450;

/** What no script needs and hostile code would try first, by what it would do with it. */
export const refusedCalls: Readonly<Record<string, Readonly<Record<string, Numbers>>>> = {
  'look into other processes': {
    ptrace: [101, 117],
    process_vm_readv: [310, 270],
    process_vm_writev: [311, 271],
    process_madvise: [440, 440],
    process_mrelease: [448, 448],
    kcmp: [312, 272],
    pidfd_open: [434, 434],
    pidfd_getfd: [438, 438],
    pidfd_send_signal: [424, 424],
  },
  'slow down its process group, which the server is in': {
    setpriority: [141, 140],
    ioprio_set: [251, 30],
  },
  'become another process: the watch over memory sees one': { fork: [57, undefined], vfork: [58, undefined] },
  'make namespaces, where it would be root': { unshare: [272, 97], setns: [308, 268] },
  'change what is mounted': {
    mount: [165, 40],
    umount2: [166, 39],
    pivot_root: [155, 41],
    chroot: [161, 51],
    open_tree: [428, 428],
    move_mount: [429, 429],
    fsopen: [430, 430],
    fsconfig: [431, 431],
    fsmount: [432, 432],
    fspick: [433, 433],
    mount_setattr: [442, 442],
    open_by_handle_at: [304, 265],
    name_to_handle_at: [303, 264],
    fanotify_init: [300, 262],
    quotactl: [179, 60],
    quotactl_fd: [443, 443],
    swapon: [167, 224],
    swapoff: [168, 225],
  },
  'reach parts of the kernel that are often broken into': {
    bpf: [321, 280],
    userfaultfd: [323, 282],
    io_uring_setup: [425, 425],
    io_uring_enter: [426, 426],
    io_uring_register: [427, 427],
    perf_event_open: [298, 241],
    add_key: [248, 217],
    request_key: [249, 218],
    keyctl: [250, 219],
    modify_ldt: [154, undefined],
    personality: [135, 92],
    lookup_dcookie: [212, 18],
  },
  'change the machine': {
    kexec_load: [246, 104],
    kexec_file_load: [320, 294],
    init_module: [175, 105],
    finit_module: [313, 273],
    delete_module: [176, 106],
    reboot: [169, 142],
    syslog: [103, 116],
    acct: [163, 89],
    iopl: [172, undefined],
    ioperm: [173, undefined],
  },
  'fill memory that the watch does not see': {
    memfd_create: [319, 279],
    memfd_secret: [447, 447],
    shmget: [29, 194],
    semget: [64, 190],
    msgget: [68, 186],
    mq_open: [240, 180],
    socketpair: [53, 199],
  },
  'be a server': { listen: [50, 201], accept: [43, 202], accept4: [288, 242] },
};

/** The number on this processor, if there is such a call. */
export function numberOn(processor: Processor, [x64, arm64]: Numbers): number | undefined {
  return processor === 'x64' ? x64 : arm64;
}
