import type { Family } from './attack.contract.ts';
import { channel } from './channel.contract.ts';
import { disk } from './disk.contract.ts';
import { files } from './files.contract.ts';
import { network } from './network.contract.ts';
import { processes } from './processes.contract.ts';
import { timeAndMemory } from './time-and-memory.contract.ts';

export const allAttacks: readonly Family[] = [timeAndMemory, channel, files, processes, network, disk];
