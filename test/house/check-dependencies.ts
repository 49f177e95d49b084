import { cruise } from './cruise.ts';

// With a compiler that dependency-cruiser does not understand it sees nothing and finds nothing: count what it saw.
const { violations, seen, there } = await cruise(process.cwd());
for (const { rule, from, to } of violations) process.stderr.write(`${rule}: ${from} -> ${to}\n`);
if (seen < there) process.stderr.write(`only ${seen} of ${there} source files were looked at\n`);
process.stdout.write(`dependency rules: ${there} files, ${violations.length} violations\n`);
process.exitCode = violations.length > 0 || seen < there ? 1 : 0;
