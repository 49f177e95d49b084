/** That a client may call an API with client credentials, and with which scopes. */
export interface ClientGrant {
  /** `cgr_` and 16 letters and digits. */
  readonly id: string;
  readonly clientId: string;
  readonly audience: string;
  readonly scope: readonly string[];
  readonly createdAt: number;
}
