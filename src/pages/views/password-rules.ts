import { html } from 'ghtml';
import type { CheckedRule } from '../../accounts/index.ts';
import type { PageFrame } from '../page.ts';
import type { Say } from '../texts/text-values.ts';

type ClassRule = Extract<CheckedRule, { code: 'shouldContain' | 'containsAtLeast' }>;

/** Whether the rules were held against a password yet. */
type Stage = 'beforehand' | 'checked';

/** Leaves out what every password keeps: "at least one character" tells nobody anything. */
export function rulesToTell(rules: readonly CheckedRule[]): readonly CheckedRule[] {
  return rules.filter((rule) => rule.code !== 'lengthAtLeast' || rule.least > 1);
}

/**
 * What a password must have: told beforehand, and after a refusal with what it lacks. The `data-` attributes let
 * `assets/pages.js` check the same while one types.
 */
export function passwordRules({ say }: PageFrame, rules: readonly CheckedRule[], stage: Stage): string {
  const told = rulesToTell(rules);
  if (told.length === 0) return '';
  return html`<div class="rules" id="password-rules">
<p class="rules-title">${say('rulesTitle')}</p>
<ul>
!${told.map((rule) => ruleItem(say, rule, stage))}
</ul>
</div>`;
}

function ruleItem(say: Say, rule: CheckedRule, stage: Stage): string {
  const mark = standing(say, rule.verified, stage);
  switch (rule.code) {
    case 'lengthAtLeast':
      return html`<li data-rule="length" data-least="${rule.least}" !${mark.attribute}>${say('lengthAtLeast', { least: rule.least })} !${mark.words}</li>`;
    case 'identicalChars':
      return html`<li data-rule="identical" data-most="${rule.most}" !${mark.attribute}>${say('identicalChars', { most: rule.most })} !${mark.words}</li>`;
    case 'shouldContain':
      return classItems(say, rule, stage).join('');
    case 'containsAtLeast': {
      const total = rule.classes.length;
      return html`<li data-rule="some" data-least="${rule.least}" !${mark.attribute}>${say('containsAtLeast', { least: rule.least, total })} !${mark.words}
<ul>!${classItems(say, rule, stage)}</ul></li>`;
    }
  }
}

function classItems(say: Say, { classes }: ClassRule, stage: Stage): readonly string[] {
  return classes.map(({ code, verified }) => {
    const mark = standing(say, verified, stage);
    return html`<li data-rule="class" data-class="${code}" !${mark.attribute}>${say(code)} !${mark.words}</li>`;
  });
}

/** How a rule stands: to see, and to hear. */
function standing(say: Say, verified: boolean, stage: Stage): { attribute: string; words: string } {
  const words = stage === 'beforehand' ? '' : say(verified ? 'ruleMet' : 'ruleUnmet');
  return {
    attribute: stage === 'checked' && verified ? 'data-met' : '',
    words: html`<span class="visually-hidden" data-standing>${words}</span>`,
  };
}

/**
 * The same for a password manager that makes one up (`passwordrules`, as Apple wrote it down): all of the classes, where
 * some would do.
 */
export function generatorRules(rules: readonly CheckedRule[]): string {
  return rules
    .flatMap((rule) => {
      if (rule.code === 'lengthAtLeast') return [`minlength: ${rule.least};`];
      if (rule.code === 'identicalChars') return [`max-consecutive: ${rule.most};`];
      return rule.classes.map(({ code }) => `required: ${generatorClasses[code]};`);
    })
    .join(' ');
}

const generatorClasses = {
  lowerCase: 'lower',
  upperCase: 'upper',
  numbers: 'digit',
  specialCharacters: 'special',
} as const;
