/** How a verb ends, as sysexits(3) numbers it; 1 is the no of a verb that asks whether something is so. */
export const exitCodes = {
  done: 0,
  no: 1,
  usage: 64,
  badData: 65,
  noInput: 66,
  notFound: 67,
  unavailable: 69,
  tryAgain: 75,
  notSegue: 76,
  noPermission: 77,
  badSettings: 78,
  interrupted: 130,
} as const;

/** How a verb ends. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Why a verb did not do what it was told: a sentence, what to do next, and the exit code. */
export class Failure extends Error {
  override readonly name: string = 'Failure';
  readonly exitCode: ExitCode;
  readonly advice: string | undefined;

  constructor(exitCode: ExitCode, message: string, advice?: string) {
    super(message);
    this.exitCode = exitCode;
    this.advice = advice;
  }
}
