/** How many replaced password hashes of a user are kept: as many as Auth0's password history can ask for. */
export const mostFormerPasswords = 24;
