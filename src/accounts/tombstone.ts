/** The trace of a deleted user: while it stands, the legacy user behind it is not migrated again. */
export interface Tombstone {
  /** 24 hexadecimal digits. */
  readonly id: string;
  readonly connectionId: string;
  readonly userId: string;
  readonly email: string | null;
  readonly username: string | null;
  readonly deletedAt: number;
  /**
   * `standing`: nobody comes back. `new-password-required`: lifted, but the user had changed the password here, so the
   * old legacy password must not open the door again; a password change does (S7).
   */
  readonly state: 'standing' | 'new-password-required';
}
