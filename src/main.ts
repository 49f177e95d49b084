#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

enableCompileCache(); // before anything large is loaded: the second start takes half the time of the first

const { runCommandLine } = await import('./commands/command-line.ts');
process.exitCode = await runCommandLine(process.argv);
