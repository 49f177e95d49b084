import type { SegueApi } from './api/segue-api.ts';
import { type ExitCode, exitCodes, Failure } from './failure.ts';
import type { Output } from './terminal/output.ts';

/** A thing that an operator has to do with, and what can be done with it: `segue NOUN VERB`. */
export interface Noun {
  readonly name: string;
  readonly summary: string;
  readonly verbs: readonly Verb[];
}

/** What its help says of a verb; the verb itself is loaded when it is asked for. */
export interface Verb {
  /** With its arguments: `get <user>`. */
  readonly usage: string;
  readonly summary: string;
  readonly options?: readonly VerbOption[];
  /** Commands that work as they stand, without `segue`. */
  readonly examples: readonly string[];
  /** Whether it is meant where only the noun is said. */
  readonly isUsual?: boolean;
  readonly load: () => Promise<RunVerb>;
}

export interface VerbOption {
  /** `--limit <number>` */
  readonly flags: string;
  readonly about: string;
  /** Whether it may be given more than once. */
  readonly repeats?: boolean;
}

/** Does what is asked for, and tells the exit code. */
export type RunVerb = (desk: Desk, request: VerbRequest) => Promise<ExitCode>;

/** What a verb works with. */
export interface Desk {
  readonly segue: SegueApi;
  readonly say: Output;
}

/** The arguments and options that were typed. */
export interface VerbRequest {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** An argument by its place; the command line has made sure that it is there. */
export function argument({ args }: VerbRequest, index = 0): string {
  return args[index] ?? '';
}

/** The value of an option; undefined when it was not given. */
export function optionText({ options }: VerbRequest, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** The values of an option that may be repeated. */
export function optionTexts({ options }: VerbRequest, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** A switch; undefined when it was not touched. */
export function optionSwitch({ options }: VerbRequest, name: string): boolean | undefined {
  const value = options[name];
  return typeof value === 'boolean' ? value : undefined;
}

/**
 * An option that is a whole number.
 *
 * @throws Failure when it is none, or out of bounds
 */
export function optionNumber(
  request: VerbRequest,
  name: string,
  { usual, least, most }: { readonly usual: number; readonly least: number; readonly most: number },
): number {
  const text = optionText(request, name);
  if (text === undefined) return usual;
  const number = Number(text);
  if (/^\d{1,9}$/.test(text) && number >= least && number <= most) return number;
  throw new Failure(exitCodes.usage, `--${name} is a whole number from ${least} to ${most}, not "${text}"`);
}
