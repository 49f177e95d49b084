/**
 * The edge of the hosted pages: what people see in a browser, as HTML from the server, complete without script. Today
 * those behind mailed links, under `/u/`: choose a new password, verify an email address; and the API to read, at
 * `/docs`. Knows no other edge and no
 * part; `needs.ts` says what `app.ts` plugs in. Next door: `accounts/`, whose use cases do what the forms ask for.
 * `reset-password.ts` is the place to begin.
 */

export { createKeptPasswords } from './kept-passwords.ts';
export { linkTo } from './link-to.ts';
export type { PagesNeeds } from './needs.ts';
export { pages } from './pages.ts';
export { apiReference } from './reference/api-reference.ts';
export { createWaysOn } from './ways-on.ts';
