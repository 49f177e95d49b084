/** What somebody sees who has opened a link or sent a form. */
export interface Shown {
  readonly status: number;
  /** The page's first heading. */
  readonly heading: string;
  /** The page's source as it was sent. */
  readonly source: string;
}

/** Somebody who follows the links of letters and fills the forms behind them. */
export interface Visitor {
  open(link: string): Promise<Shown>;
  /** Types a password into the form that is shown, and sends it. */
  choose(password: string): Promise<Shown>;
  /**
   * Types a password that is too short, and tries to send it. A page that helps keeps it, as it was typed, and sends
   * nothing: `held`. Else there is an answer.
   */
  chooseTooShort(password: string): Promise<Shown | 'held'>;
  /** Sends what an answer during an outage has kept. */
  tryAgain(): Promise<Shown>;
  /** Presses the button that verifies an address. */
  confirmAddress(): Promise<Shown>;
  leave(): Promise<void>;
}
