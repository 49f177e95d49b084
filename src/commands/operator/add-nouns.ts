import type { Command } from 'commander';
import { everywhere } from './common-options.ts';
import type { ExitCode } from './failure.ts';
import type { Noun, Verb, VerbOption } from './verb.ts';

/** Puts the operator's verbs on the command line. */
export function addNouns(program: Command, nouns: readonly Noun[], exit: (code: ExitCode) => void): void {
  for (const { name, summary, verbs } of nouns) {
    const noun = program.command(name).description(summary);
    for (const verb of verbs) addVerb(noun, verb, exit);
    addExamples(
      noun,
      verbs.flatMap(({ examples }) => examples.slice(0, 1)),
    );
  }
}

function addVerb(noun: Command, verb: Verb, exit: (code: ExitCode) => void): void {
  const { usage, summary, options = [], examples, isUsual = false, load } = verb;
  const command = noun.command(usage, { isDefault: isUsual }).description(summary);
  addOptions(command, [...options, ...everywhere]);
  addExamples(command, examples);
  command.action(async (...given: readonly unknown[]) => {
    const args = given.slice(0, command.registeredArguments.length);
    const [{ openDesk }, run] = await Promise.all([import('./open-desk.ts'), load()]);
    const request = { args: args.filter((each) => typeof each === 'string'), options: command.opts() };
    exit(await run(openDesk(request), request));
  });
}

/** Adds options to a command; one that may be repeated gathers its values. */
export function addOptions(command: Command, options: readonly VerbOption[]): void {
  const gather = (value: string, before: readonly string[]): readonly string[] => [...before, value];
  for (const { flags, about, repeats = false } of options) {
    if (repeats) command.option(flags, `${about} (may be repeated)`, gather, []);
    else command.option(flags, about);
  }
}

/** Commands that work, below the options. */
export function addExamples(command: Command, examples: readonly string[]): void {
  const lines = examples.map((example) => `  $ segue ${example}`);
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}
