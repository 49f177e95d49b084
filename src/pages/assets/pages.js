// Makes the pages better; each is complete without it. Runs as it stands: nothing builds it.

const form = document.querySelector('form');
const input = document.querySelector('#password');
const texts = JSON.parse(form?.dataset['texts'] ?? '{}'); // in the language of the page
if (form !== null && input instanceof HTMLInputElement) helpWithPassword(form, input);
if (form !== null) sendOnce(form);
for (const link of document.links) link.addEventListener('click', leaveNoFormBehind);

/** Longer than a double press and most answers; where it is too short, the server takes both for one. */
const patienceMs = 10_000;

/**
 * A second press would use the ticket again. Whoever stops waiting can press again: at once where the browser tells that
 * nobody waits any more, else after a while.
 */
function sendOnce(/** @type {HTMLFormElement} */ form) {
  const button = form.querySelector('button[type=submit]');
  if (!(button instanceof HTMLButtonElement)) return;
  const label = button.textContent;
  let underWay = 0; // which of them is waited for; 0 is none
  let count = 0;
  const rest = () => {
    underWay = 0;
    button.removeAttribute('aria-disabled');
    button.textContent = label;
  };
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return;
    if (underWay !== 0) return event.preventDefault();
    const mine = ++count;
    underWay = mine;
    button.setAttribute('aria-disabled', 'true');
    button.textContent = button.dataset['pending'] ?? label;
    const giveUp = () => underWay === mine && rest();
    leaveNoFormBehind();
    setTimeout(giveUp, patienceMs);
    whenStopped(giveUp);
  });
  addEventListener('pageshow', rest); // back from the next page, out of the browser's memory
}

/** Calls back when somebody stops the load that begins next. Browsers without the Navigation API do not tell. */
function whenStopped(/** @type {() => void} */ callback) {
  if (!('navigation' in window)) return;
  const listen = (/** @type {NavigateEvent} */ { signal }) => signal.addEventListener('abort', callback);
  navigation.addEventListener('navigate', listen, { once: true });
}

/**
 * A page that answered a form cannot be come back to: the browser asks whether to send the form again, or has nothing to
 * show. When somebody moves on, the history gets the page at this address in its place.
 */
function leaveNoFormBehind() {
  history.replaceState(null, '', location.href);
}

function helpWithPassword(/** @type {HTMLFormElement} */ form, /** @type {HTMLInputElement} */ input) {
  form.noValidate = true; // what is missing is said here
  document.querySelector('#repeat-field')?.remove(); // one can look at what one types
  addShowButton(form, input);
  input.addEventListener('input', () => {
    complain(input, '');
    const { met, all } = markRules(input.value);
    const variety = showVariety(input.value, met === all);
    announceInPause([texts.rulesMet[met], variety].filter(Boolean).join('. '));
  });
  form.addEventListener('submit', (event) => {
    const { met, all } = markRules(input.value);
    if (input.value !== '' && met === all) return;
    event.preventDefault();
    complain(input, input.value === '' ? texts.empty : texts.tooWeak);
    input.focus();
  });
}

/** Whatever the server said was about another password: it goes as soon as there is something else to say. */
function complain(/** @type {HTMLInputElement} */ input, /** @type {string} */ text) {
  document.querySelector('.problem')?.remove();
  const described = input.getAttribute('aria-describedby') ?? '';
  input.setAttribute('aria-describedby', described.replace('password-problem ', ''));
  input.setAttribute('aria-invalid', String(text !== ''));
  document.querySelector('#field-problem')?.toggleAttribute('hidden', text === '');
  say('#field-problem', text);
}

function say(/** @type {string} */ where, /** @type {string} */ text) {
  const element = document.querySelector(where);
  if (element !== null) element.textContent = text;
}

let announcement = 0;

/** Screen readers hear how the password stands once one stops typing, not at every key. */
function announceInPause(/** @type {string} */ text) {
  clearTimeout(announcement);
  announcement = setTimeout(() => say('#announcer', text), 900);
}

function addShowButton(/** @type {HTMLFormElement} */ form, /** @type {HTMLInputElement} */ input) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'show-password';
  button.setAttribute('aria-controls', input.id);
  const show = (/** @type {boolean} */ isShown) => {
    input.type = isShown ? 'text' : 'password';
    button.textContent = isShown ? texts.hide : texts.show;
    button.setAttribute('aria-label', isShown ? texts.hidePassword : texts.showPassword);
  };
  button.addEventListener('click', () => {
    const isShown = input.type === 'password';
    show(isShown);
    say('#announcer', isShown ? texts.isShown : texts.isHidden);
  });
  form.addEventListener('submit', () => show(false)); // browsers remember what is typed into plain fields
  show(false);
  document.querySelector('#password-box')?.append(button);
}

/** Marks each rule of the list as kept or not; counts those that all have to be. */
function markRules(/** @type {string} */ value) {
  for (const item of document.querySelectorAll('[data-rule]')) {
    const isMet = keepsRule(item, value);
    item.toggleAttribute('data-met', isMet);
    const standing = item.querySelector(':scope > [data-standing]');
    if (standing !== null) standing.textContent = isMet ? texts.met : texts.unmet;
  }
  const counted = [...document.querySelectorAll('#password-rules > ul > [data-rule]')];
  return { met: counted.filter((item) => item.hasAttribute('data-met')).length, all: counted.length };
}

// As the server has them: src/passwords/policy/character-classes.ts. test/pages/ holds the two together.
const classes = new Map([
  ['lowerCase', /\p{Ll}/u],
  ['upperCase', /[\p{Lu}\p{Lt}]/u],
  ['numbers', /\p{Nd}/u],
  ['specialCharacters', /[^\p{Ll}\p{Lu}\p{Lt}\p{Nd}\p{M}\p{Cc}\p{Cf}\p{Cs}]/u],
]);

/** @returns {boolean} */
function keepsRule(/** @type {Element} */ item, /** @type {string} */ value) {
  const { rule, least, most, class: name } = item instanceof HTMLElement ? item.dataset : {};
  if (rule === 'length') return [...value].length >= Number(least);
  if (rule === 'identical') return value !== '' && !new RegExp(`(.)\\1{${Number(most)}}`, 'su').test(value);
  if (rule === 'class') return classes.get(name ?? '')?.test(value) ?? true;
  const parts = [...item.querySelectorAll('[data-rule]')];
  return parts.filter((part) => keepsRule(part, value)).length >= Number(least);
}

/** Four steps of bits; a password that is refused anyway is at the lowest. */
function showVariety(/** @type {string} */ value, /** @type {boolean} */ keepsRules) {
  const bits = keepsRules ? varietyOf(value) : 0;
  const level = [30, 45, 65].filter((bound) => bits >= bound).length;
  const meter = document.querySelector('#strength');
  meter?.toggleAttribute('hidden', value === '');
  meter?.setAttribute('data-level', String(level));
  say('#strength-text', texts.variety[level]);
  return texts.variety[level];
}

/**
 * Bits of length and variety, kept low: letters within words count little, repetitions and sequences next to nothing.
 * Whether attackers know the password cannot be seen from here.
 */
function varietyOf(/** @type {string} */ value) {
  let bits = 0;
  let before = '';
  const pairs = new Set();
  for (const character of value) {
    const step = Math.abs((character.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? -9));
    const pair = before + character;
    if (step <= 1 || pairs.has(pair)) bits += 0.5;
    else if (/\p{L}\p{Ll}/u.test(pair)) bits += 2.5;
    else bits += /\p{Nd}/u.test(character) ? 3.3 : 4.7;
    pairs.add(pair);
    before = character;
  }
  return bits;
}
