import type {
  ConfirmPasswordChangeOutcome,
  NewPasswordForm,
  Source,
  TicketView,
  VerifyEmailOutcome,
} from '../accounts/index.ts';
import type { Brand } from '../tenant/index.ts';
import type { WayOn } from './page.ts';

/** What the pages need of others; `app.ts` plugs it in. */
export interface PagesNeeds {
  /** SEGUE_URL, with a trailing slash: where the pages live for those who open them. */
  readonly baseUrl: string;
  /** Reads a ticket. Consumes nothing and asks no legacy system, so that a mail scanner may open a link (S11). */
  lookAtTicket(secret: string): Promise<TicketView>;
  /**
   * Sets the password and consumes the ticket, both or neither.
   *
   * @throws HashQueueFull when too many passwords wait to be hashed
   */
  confirmPasswordChange(form: NewPasswordForm): Promise<ConfirmPasswordChangeOutcome>;
  /** Marks the address as verified and consumes the ticket, both or neither. */
  verifyEmail(request: EmailVerification): Promise<VerifyEmailOutcome>;
  brand(): Promise<Brand>;
  /** Seals a typed password into a text that a page can carry: bound to the ticket, valid for 15 minutes. */
  keep(secret: string, password: string): string;
  /** The password that was sealed for this ticket, or undefined when the text is too old or not ours. */
  kept(secret: string, text: string): string | undefined;
  /** Seals a way on into a text that an address can carry: nobody else can have a page of ours lead anywhere. */
  sealWayOn(wayOn: WayOn): string;
  /** The way on that was sealed, or undefined when the text is not ours. */
  openWayOn(text: string): WayOn | undefined;
}

export type TicketDetails = Omit<Extract<TicketView, { state: 'open' }>, 'state'>;

export interface EmailVerification {
  readonly secret: string;
  readonly source: Source;
}
