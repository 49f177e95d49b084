import type { ScriptCall } from './script-call.ts';
import type { Secret } from './secret-forms.ts';

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

const known = new WeakMap<object, readonly Secret[]>();

/** The values of a configuration; the same array for the same configuration. */
export function configurationSecrets(configuration: Readonly<Record<string, string>>): readonly Secret[] {
  const secrets =
    known.get(configuration) ??
    Object.entries(configuration).map(([name, text]) => ({ text, label: `configuration.${name}` }));
  known.set(configuration, secrets);
  return secrets;
}
