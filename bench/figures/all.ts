import type { Figure } from '../measure/figure.ts';
import { legacyOutage } from './legacy-outage.ts';
import { loginCpu } from './login-cpu.ts';
import { loginCpuWithoutHash } from './login-cpu-without-hash.ts';
import { memory } from './memory.ts';
import { migratingLogin } from './migrating-login.ts';
import { mysqlLogin } from './mysql-login.ts';
import { refusalTiming } from './refusal-timing.ts';
import { scriptCall } from './script-call.ts';
import { scriptColdStart } from './script-cold-start.ts';
import { scriptMemory } from './script-memory.ts';
import { scriptTakeover } from './script-takeover.ts';
import { scriptThroughput } from './script-throughput.ts';
import { start } from './start.ts';
import { tokenCpu } from './token-cpu.ts';
import { usersAtSize } from './users-at-size.ts';

/** All figures, in the order in which they are measured and printed. */
export const figures: readonly Figure[] = [
  loginCpu,
  loginCpuWithoutHash,
  tokenCpu,
  scriptCall,
  scriptThroughput,
  scriptColdStart,
  scriptTakeover,
  mysqlLogin,
  migratingLogin,
  legacyOutage,
  start,
  memory,
  scriptMemory,
  refusalTiming,
  usersAtSize,
];
