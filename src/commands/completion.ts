import { type Command, InvalidArgumentError } from 'commander';

const shells = ['bash', 'zsh', 'fish'] as const;

type Shell = (typeof shells)[number];

/** `segue completion <shell>`: prints what a shell completes commands with. */
export function addCompletionVerb(program: Command): void {
  program
    .command('completion')
    .argument('<shell>', shells.join(', '), readShell)
    .description('print what your shell completes segue with')
    .addHelpText(
      'after',
      `
Examples:
  $ source <(segue completion bash)              # in ~/.bashrc
  $ source <(segue completion zsh)               # in ~/.zshrc, after compinit
  $ segue completion fish > ~/.config/fish/completions/segue.fish`,
    )
    .action((shell: Shell) => void process.stdout.write(completionFor(shell, program)));
}

function readShell(text: string): Shell {
  const found = shells.find((shell) => shell === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`It is one of ${shells.join(', ')}.`);
}

/** A command by the words that lead to it, and what may follow them. */
interface Place {
  readonly path: readonly string[];
  readonly verbs: readonly Said[];
  readonly options: readonly Said[];
}

interface Said {
  readonly word: string;
  readonly about: string;
}

function completionFor(shell: Shell, program: Command): string {
  const places = placesIn(program, []);
  if (shell === 'fish') return fish(places);
  const begin = shell === 'zsh' ? 'autoload -U +X bashcompinit && bashcompinit\n' : '';
  return begin + bash(places);
}

function placesIn(command: Command, path: readonly string[]): readonly Place[] {
  const verbs = command.commands.map((each) => ({ word: each.name(), about: each.description() }));
  const options = command.options.map((each) => ({ word: each.long ?? each.flags, about: each.description }));
  const help = { word: '--help', about: 'show help' };
  const inner = command.commands.flatMap((each) => placesIn(each, [...path, each.name()]));
  return [{ path, verbs, options: [...options, help] }, ...inner];
}

function bash(places: readonly Place[]): string {
  // The longest path first: a pattern also matches what is deeper.
  const cases = places
    .toSorted((a, b) => b.path.length - a.path.length)
    .map(({ path, verbs, options }) => {
      const words = [...verbs, ...options].map(({ word }) => word).join(' ');
      const pattern = path.length === 0 ? '*' : `' ${path.join(' ')}'*`;
      return `    ${pattern}) words='${words}' ;;`;
    });
  return `_segue() {
  local current=\${COMP_WORDS[COMP_CWORD]} said='' words='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in -*) ;; *) said="$said $word" ;; esac
  done
  case $said in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _segue segue
`;
}

function fish(places: readonly Place[]): string {
  const lines = places.flatMap(({ path, verbs, options }) => {
    const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`);
    const deeper = verbs.map(({ word }) => word).join(' ');
    const here = [...seen, ...(deeper === '' ? [] : [`not __fish_seen_subcommand_from ${deeper}`])].join(
      '; and ',
    );
    const when = here === '' ? '' : ` -n '${here}'`;
    return [
      ...verbs.map(({ word, about }) => `complete -c segue -f${when} -a ${word} -d '${quoted(about)}'`),
      ...options.map(
        ({ word, about }) => `complete -c segue${when} -l ${word.replace(/^-+/, '')} -d '${quoted(about)}'`,
      ),
    ];
  });
  return `${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
