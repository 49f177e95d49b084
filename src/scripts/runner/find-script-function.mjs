import vm from 'node:vm';

/** The parameter that an anonymous function is assigned to, in the code made here. */
export const resultName = '$segue';

/**
 * Names that published scripts give their main function; one of these wins over position.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const usualNames = {
  login: ['login'],
  get_user: ['getByEmail', 'getUser', 'get_user', 'getUserByEmail', 'loadUser'],
};

/**
 * Where a statement could begin: a line, or behind the end of another statement or of a comment. None of
 * these expressions can match the same characters in two ways: they run over sources of any shape.
 */
const statementStart = '(?:^|[;}]|\\*/)[ \\t]*';
const parameters = '(?:\\([^()]*(?:\\([^()]*\\)[^()]*)*\\)|[\\w$]+)';
const anonymousForm = `(?:async\\s+)?function\\b\\s*(?:\\*\\s*)?\\(|(?:async\\b\\s*)?${parameters}\\s*=>`;
const namedForm =
  '(?:async\\s+)?function\\b(?:\\s*\\*\\s*|\\s+)([\\w$]+)|(?:const|let|var)\\s+([\\w$]+)\\s*=\\s*(?:async\\b|function\\b|\\(|[\\w$]+\\s*=>)';
const anonymousFunction = new RegExp(`${statementStart}(${anonymousForm})`, 'gm');
const namedFunction = new RegExp(`${statementStart}(?:${namedForm})`, 'gm');

/** A script has a handful of functions that begin a statement; the rest of them are arguments. */
const maxCandidates = 50;

/**
 * Turns a script into the body of a function of `$segue` that returns the script's own function. V8 is the
 * only parser here, and nothing is evaluated.
 * @param {string} source
 * @param {string} script
 * @returns {string}
 * @throws {SyntaxError} when no reading of the source holds a function
 */
export function findScriptFunction(source, script) {
  const broken = syntaxErrorOf(source, script);
  const name = broken === undefined ? mainName(source, script) : undefined;
  if (name !== undefined) return `${source}\n;return ${name};`;
  const starts = anonymousStarts(source);
  const start = starts.findLast((index) => beginsTopLevelStatement(source, index));
  if (start !== undefined) return assignedAt(source, start);
  const whole = assignedAt(source, 0);
  if (syntaxErrorOf(whole, script) === undefined) return whole;
  throw broken === undefined ? holdsNone(script) : clearestError(source, script, broken, starts);
}

/** @param {string} script */
export function holdsNone(script) {
  return new SyntaxError(`The ${script} script holds no function.`);
}

/**
 * The usual name; else the last function that nothing else names (a helper is called); never a named one
 * when an anonymous one is there as well.
 * @param {string} source @param {string} script @returns {string | undefined}
 */
function mainName(source, script) {
  const found = [...source.matchAll(namedFunction)]
    .slice(0, maxCandidates)
    .map((match) => match[1] ?? match[2] ?? '');
  const names = found.filter((name) => isTopLevelName(source, name));
  const usual = (usualNames[script] ?? [script]).find((name) => names.includes(name));
  if (usual !== undefined) return usual;
  if (anonymousStarts(source).some((index) => beginsTopLevelStatement(source, index))) return undefined;
  return names.findLast((name) => source.split(name).length === 2) ?? names.at(-1);
}

/**
 * A name is declared at the top level exactly if declaring it there once more is an error.
 * @param {string} source @param {string} name
 */
function isTopLevelName(source, name) {
  return name !== '' && syntaxErrorOf(`${source}\n;let ${name};`) !== undefined;
}

/** @param {string} source */
function anonymousStarts(source) {
  const matches = [...source.matchAll(anonymousFunction)].slice(0, maxCandidates);
  return matches.map((match) => match.index + match[0].length - (match[1] ?? '').length);
}

/**
 * `return` is legal before a statement of a function's body and illegal outside of functions: where both
 * hold, a statement of the top level begins.
 * @param {string} source @param {number} index
 */
function beginsTopLevelStatement(source, index) {
  const returning = `${source.slice(0, index)}return ${source.slice(index)}`;
  if (syntaxErrorOf(returning) !== undefined) return false;
  try {
    new vm.Script(returning);
    return false;
  } catch {
    return true;
  }
}

/** @param {string} source @param {number} index */
function assignedAt(source, index) {
  return `${source.slice(0, index)}${resultName} = ${source.slice(index)}\n;return ${resultName};`;
}

/**
 * V8 stops at an anonymous function statement, which is legal in a script. The error behind it is the one
 * to show: that of the reading that gets furthest.
 * @param {string} source @param {string} script @param {SyntaxError} broken @param {readonly number[]} starts
 */
function clearestError(source, script, broken, starts) {
  const errors = [0, ...starts].map((start) => syntaxErrorOf(assignedAt(source, start), script) ?? broken);
  return errors.reduce((best, error) => ((lineOf(error) ?? 0) > (lineOf(best) ?? 0) ? error : best), broken);
}

/** The line that a syntax error names, from 1. @param {SyntaxError} error @returns {number | undefined} */
export function lineOf(error) {
  const line = /^[\w$]+\.js:(\d+)\n/.exec(error.stack ?? '')?.[1];
  return line === undefined ? undefined : Number(line);
}

/** @param {string} code @param {string} [script] @returns {SyntaxError | undefined} */
function syntaxErrorOf(code, script = 'script') {
  try {
    vm.compileFunction(code, [resultName], { filename: `${script}.js` });
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    if (error instanceof RangeError) return new SyntaxError('The script is nested too deeply.');
    throw error;
  }
}
