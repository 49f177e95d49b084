import type { ScriptCall } from './script-call.ts';
import type { Secret } from './secret-forms.ts';
import { type SecretIndex, secretIndex } from './secret-index.ts';

/**
 * What of a call must not be seen in its messages: every argument but an identifier with an `@` in it.
 * People type their password where the identifier belongs, and an email address they do not.
 */
export function argumentSecrets({ args, script }: Pick<ScriptCall, 'args' | 'script'>): readonly Secret[] {
  return args.flatMap((text, index) => {
    if (index === 0) return text.includes('@') ? [] : [{ text, label: 'identifier' }];
    return [{ text, label: script === 'login' || script === 'change_password' ? 'password' : 'argument' }];
  });
}

const known = new WeakMap<object, SecretIndex>();

/** The values of a configuration; the same index for the same configuration. */
export function configurationSecrets(configuration: Readonly<Record<string, string>>): SecretIndex {
  const index = known.get(configuration) ?? secretIndex();
  if (!known.has(configuration)) index.add(() => secretsIn(configuration));
  known.set(configuration, index);
  return index;
}

function secretsIn(configuration: Readonly<Record<string, string>>): readonly Secret[] {
  return Object.entries(configuration).map(([name, text]) => ({ text, label: `configuration.${name}` }));
}
