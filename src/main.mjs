#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

enableCompileCache(); // before anything large is loaded: the second start takes half the time of the first

// Whoever reads our output may have seen enough (`segue demo | head`): that ends nothing.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const { runCommandLine } = await import('./commands/command-line.ts');
process.exitCode = await runCommandLine(process.argv);
