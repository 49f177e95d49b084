import { type TSchema, Type } from 'typebox';
import type { CharacterClass, CheckedRule, PasswordFault } from '../accounts/index.ts';
import type { Problem } from './problem.ts';

/** How the Authentication API refuses a password. Clients tell the refusals apart by `name`; `code` is always the same. */
export interface PasswordRefusal {
  readonly name: string;
  readonly message: string;
  readonly code: 'invalid_password';
  readonly description: string | { readonly rules: readonly RuleForm[]; readonly verified: boolean };
  /** The rules as a list in Markdown, for a password that is too weak. */
  readonly policy?: string;
  readonly statusCode: 400;
}

/** A rule with its words: `message` takes the values of `format`, as `printf` does. */
export interface RuleForm {
  readonly message: string;
  readonly format?: readonly (string | number)[];
  readonly code: string;
  readonly items?: readonly RuleForm[];
  readonly verified: boolean;
}

/** A `PasswordRefusal` in an answer. */
export const passwordRefusalSchema: TSchema = Type.Object(
  {
    name: Type.String(),
    message: Type.String(),
    code: Type.String(),
    // Two types in one schema, which the serializer tells apart by looking.
    description: Type.Unsafe({
      type: ['string', 'object'],
      additionalProperties: true,
      description: 'A text, or the rules of the policy with those that are broken',
    }),
    policy: Type.Optional(Type.String()),
    statusCode: Type.Integer(),
  },
  {
    title: 'PasswordRefusal',
    description: 'Why the password is refused',
    additionalProperties: false,
    examples: [
      {
        name: 'PasswordDictionaryError',
        message: 'Password is too common',
        code: 'invalid_password',
        description: 'Password is not allowed, it might be too common.',
        statusCode: 400,
      },
    ],
  },
);

// Auth0's words, for its clients compare them.
const names: Readonly<Record<PasswordFault['fault'], readonly [name: string, message: string]>> = {
  'too-weak': ['PasswordStrengthError', 'Password is too weak'],
  'too-common': ['PasswordDictionaryError', 'Password is too common'],
  personal: ['PasswordNoUserInfoError', 'Password contains user information'],
  'used-before': ['PasswordHistoryError', 'Password has previously been used'],
};

/** The refusal of a password as the body of a 400 of the Authentication API. */
export function passwordRefusal(fault: PasswordFault): PasswordRefusal {
  const [name, message] = names[fault.fault];
  return { name, message, code: 'invalid_password', ...describe(fault), statusCode: 400 };
}

/** The refusal of a password as the Management API has it: in one line, without the rules. */
export function passwordProblem({ fault }: PasswordFault): Problem {
  return { status: 400, code: null, message: names[fault].join(': ') };
}

function describe(fault: PasswordFault): Pick<PasswordRefusal, 'description' | 'policy'> {
  switch (fault.fault) {
    case 'too-weak': {
      const rules = fault.rules.map(ruleForm);
      return { description: { rules, verified: false }, policy: asMarkdown(rules) };
    }
    case 'too-common':
      return { description: 'Password is not allowed, it might be too common.' };
    case 'personal':
      return { description: 'Password is based on user information' };
    case 'used-before':
      // Auth0 adds when it was used: more than whoever holds the link needs to know.
      return { description: `You may not reuse any of the last ${fault.history} passwords.` };
  }
}

const classMessages: Readonly<Record<CharacterClass, string>> = {
  lowerCase: 'lower case letters (a-z)',
  upperCase: 'upper case letters (A-Z)',
  numbers: 'numbers (i.e. 0-9)',
  specialCharacters: 'special characters (e.g. !@#$%^&*)',
};

function ruleForm(rule: CheckedRule): RuleForm {
  const { verified } = rule;
  switch (rule.code) {
    case 'lengthAtLeast': {
      if (rule.least === 1) return { message: 'Non-empty password required', code: 'nonEmpty', verified };
      const message = 'At least %d characters in length';
      return { message, format: [rule.least], code: rule.code, verified };
    }
    case 'shouldContain':
      return { message: 'Should contain:', code: rule.code, items: classForms(rule.classes), verified };
    case 'containsAtLeast': {
      const message = 'Contain at least %d of the following %d types of characters:';
      const format = [rule.least, rule.classes.length];
      return { message, format, code: rule.code, items: classForms(rule.classes), verified };
    }
    case 'identicalChars': {
      const message = 'No more than %d identical characters in a row (e.g., "%s" not allowed)';
      return { message, format: [rule.most, 'a'.repeat(rule.most + 1)], code: rule.code, verified };
    }
  }
}

function classForms(
  classes: readonly { readonly code: CharacterClass; readonly verified: boolean }[],
): readonly RuleForm[] {
  return classes.map(({ code, verified }) => ({ message: classMessages[code], code, verified }));
}

function asMarkdown(rules: readonly RuleForm[], indent = ''): string {
  return rules
    .map(({ message, format = [], items = [] }) => {
      const line = `${indent}* ${filled(message, format)}`;
      return items.length === 0 ? line : `${line}\n${asMarkdown(items, `${indent} `)}`;
    })
    .join('\n');
}

function filled(message: string, values: readonly (string | number)[]): string {
  return values.reduce<string>((text, value) => text.replace(/%[ds]/, String(value)), message);
}
