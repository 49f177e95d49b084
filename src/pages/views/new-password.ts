import { html } from 'ghtml';
import type { CheckedRule } from '../../accounts/index.ts';
import type { OpenTicket } from '../open-ticket.ts';
import type { Page, PageFrame } from '../page.ts';
import type { Say } from '../texts/text-values.ts';
import { account } from './account.ts';
import { generatorRules, passwordRules, rulesToTell } from './password-rules.ts';

/** Why the form is shown again. */
export interface PasswordProblem {
  readonly text:
    | 'passwordEmpty'
    | 'passwordsDiffer'
    | 'passwordTooWeak'
    | 'passwordTooCommon'
    | 'passwordPersonal'
    | 'passwordUsedBefore'
    | 'passwordInvalid'
    | 'passwordNoLongerKept';
  /** What the password has and lacks, where that is the problem. */
  readonly rules?: readonly CheckedRule[];
}

/**
 * The form for a new password. Without script it asks for the password twice; with it, once, with a button that shows
 * what one types. What was typed is never written into a page.
 */
export function newPassword(frame: PageFrame, ticket: OpenTicket, problem?: PasswordProblem): Page {
  const { say } = frame;
  const main = html`<h1>${say('newPasswordTitle')}</h1>
!${problem === undefined ? '' : problemSummary(say, problem)}
!${account(frame, ticket)}
<form method="post" action="${ticket.action}" data-texts="${scriptTexts(say, ticket.rules)}">
<input class="visually-hidden" type="text" autocomplete="username" value="${ticket.email}" readonly tabindex="-1" aria-hidden="true">
<div class="field">
<label for="password">${say('passwordLabel')}</label>
!${passwordInput(ticket, problem)}
<p class="field-problem" id="field-problem" role="alert" hidden></p>
</div>
<div class="strength" id="strength" hidden><span class="strength-bars" aria-hidden="true"><i></i><i></i><i></i><i></i></span><span id="strength-text"></span></div>
!${passwordRules(frame, problem?.rules ?? ticket.rules, problem?.rules === undefined ? 'beforehand' : 'checked')}
<p class="advice">${say('passwordAdvice')}</p>
<div class="field" id="repeat-field">
<label for="repeat">${say('repeatLabel')}</label>
<input id="repeat" name="repeat" type="password" autocomplete="new-password" autocapitalize="none" spellcheck="false" required>
</div>
<p class="visually-hidden" id="announcer" role="status"></p>
<button class="button" type="submit" data-pending="${say('changingPassword')}">${say('changePassword')}</button>
</form>`;
  const status = problem === undefined ? 200 : 422;
  return { status, title: say('newPasswordTitle'), main, isRefusal: problem !== undefined };
}

/** Says first what is wrong: `autofocus` brings readers to it, also without script. */
function problemSummary(say: Say, { text }: PasswordProblem): string {
  return html`<div class="problem" role="alert" tabindex="-1" autofocus>
<p class="problem-title">${say('notChangedYet')}</p>
<p id="password-problem">${say(text)}</p>
</div>`;
}

/** No `maxlength`: it would cut what is pasted without a word. `minlength` counts at least as generously as the rules. */
function passwordInput({ rules }: OpenTicket, problem: PasswordProblem | undefined): string {
  const least = rules.find((rule) => rule.code === 'lengthAtLeast')?.least ?? 1;
  const describedBy = [
    ...(problem === undefined ? [] : ['password-problem']),
    'field-problem',
    ...(rulesToTell(rules).length === 0 ? [] : ['password-rules']),
  ];
  return html`<div class="password-box" id="password-box"><input id="password" name="password" type="password" autocomplete="new-password" autocapitalize="none" spellcheck="false" required minlength="${least}" passwordrules="${generatorRules(rules)}" aria-describedby="${describedBy.join(' ')}" !${problem === undefined ? '' : 'aria-invalid="true"'}></div>`;
}

/** What the script says, in the language of the page. */
function scriptTexts(say: Say, rules: readonly CheckedRule[]): string {
  const total = countedRules(rules);
  return JSON.stringify({
    show: say('show'),
    hide: say('hide'),
    showPassword: say('showPassword'),
    hidePassword: say('hidePassword'),
    isShown: say('passwordIsShown'),
    isHidden: say('passwordIsHidden'),
    met: say('ruleMet'),
    unmet: say('ruleUnmet'),
    empty: say('passwordEmpty'),
    tooWeak: say('passwordTooWeak'),
    rulesMet:
      total === 0 ? [] : Array.from({ length: total + 1 }, (_, met) => say('rulesMet', { met, total })),
    variety: [say('varietyPoor'), say('varietyFair'), say('varietyGood'), say('varietyVeryGood')],
  });
}

/** How many items the list of rules has. */
function countedRules(rules: readonly CheckedRule[]): number {
  return rulesToTell(rules).reduce(
    (total, rule) => total + (rule.code === 'shouldContain' ? rule.classes.length : 1),
    0,
  );
}
