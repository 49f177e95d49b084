import { html } from 'ghtml';
import type { OpenApiDocument } from '../../http/index.ts';
import type { Assets } from '../assets.ts';
import { baseUrlOf, callView } from './call-view.ts';
import { codeBlock, jsonBlock, plainCode } from './code.ts';
import { type Call, callsIn } from './curl.ts';
import { propertyList, schemaAnchor, typeView } from './schema-view.ts';

/** What the page is made of. */
export interface ReferenceParts {
  readonly document: OpenApiDocument;
  readonly assets: Assets;
  /** Path of the files that pages refer to, with a trailing slash. */
  readonly assetsPath: string;
  /** Path of the document. */
  readonly documentPath: string;
}

interface Group {
  readonly name: string;
  readonly description: string;
  readonly calls: readonly Call[];
}

/** The document as a page to read: everything on it, so that the browser's own search finds everything. */
export function referencePage(parts: ReferenceParts): string {
  const { document, assets, assetsPath, documentPath } = parts;
  const groups = groupsIn(document);
  return html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<title>Segue API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" type="image/svg+xml" href="${assetsPath}${assets.icon.file}">
<link rel="stylesheet" href="${assetsPath}${assets.style.file}">
<link rel="stylesheet" href="${assetsPath}${assets.reference.file}">
</head>
<body class="reference">
<a class="skip" href="#content">Skip to the content</a>
<nav class="contents" aria-label="Contents">
<p class="contents-title"><a href="#content">Segue API</a> <span>Version ${document.info.version}</span></p>
<ul>!${beginnings.map(([anchor, title]) => html`<li><a class="contents-group" href="#${anchor}">${title}</a></li>`)}!${groups.map(contentsOf)}<li><a class="contents-group" href="#schemas">Schemas</a></li></ul>
</nav>
<main id="content">
!${introduction(document, documentPath)}
!${groups.map((group) => groupView(document, group))}
!${schemasView(document)}
</main>
</body>
</html>
`;
}

const beginnings = [
  ['begin', 'First steps'],
  ['errors', 'Errors'],
  ['lists', 'Lists'],
] as const;

function groupsIn(document: OpenApiDocument): readonly Group[] {
  const calls = callsIn(document);
  return document.tags.map(({ name, description = '' }) => ({
    name,
    description,
    calls: calls.filter(({ operation }) => operation.tags.includes(name)),
  }));
}

function contentsOf({ name, calls }: Group): string {
  const links = calls.map(
    ({ method, operation }) =>
      html`<li><a href="#${operation.operationId}"><span class="method method-${method.toLowerCase()}">${method === 'DELETE' ? 'DEL' : method}</span> ${operation.summary}</a></li>`,
  );
  return html`<li><a class="contents-group" href="#${anchorOf(name)}">${name}</a><ul>!${links}</ul></li>`;
}

function anchorOf(name: string): string {
  return `group-${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
}

function groupView(document: OpenApiDocument, { name, description, calls }: Group): string {
  return html`<section class="group" aria-labelledby="${anchorOf(name)}">
<h2 id="${anchorOf(name)}">${name}</h2>
<p class="lead">${description}</p>
!${calls.map((call) => callView(document, call))}
</section>`;
}

function introduction(document: OpenApiDocument, documentPath: string): string {
  const base = baseUrlOf(document);
  return html`<section class="group">
<h1>Segue API</h1>
!${document.info.description.split('\n\n').map((text) => html`<p class="lead">${text}</p>`)}
<p class="lead">For programs the same is at <a href="${documentPath}">openapi.json</a> (OpenAPI 3.1).</p>
<div class="call"><div class="call-text">
<h2 id="begin">First steps</h2>
<p>A call of the Management API needs a token for its audience, which an application gets with its own credentials. The token has the scopes that the application was granted; each call names the one that it needs.</p>
<p>The commands on this page read it from the variable <code>TOKEN</code>.</p>
</div><div class="call-code">!${codeBlock('Getting a token', plainCode(firstToken(base)))}</div></div>
!${errorsView(document)}
!${listsView()}
</section>`;
}

function firstToken(base: string): string {
  return `curl ${base}/oauth/token \\
  --data-urlencode grant_type=client_credentials \\
  --data-urlencode client_id=YOUR_CLIENT_ID \\
  --data-urlencode client_secret=YOUR_CLIENT_SECRET \\
  --data-urlencode audience=${base}/api/v2/`;
}

function errorsView({ components }: OpenApiDocument): string {
  const shared = Object.entries(components.responses)
    .filter(([name]) => name.startsWith('ManagementError'))
    .toSorted(([a], [b]) => a.localeCompare(b));
  const rows = shared.map(
    ([name, { description }]) =>
      html`<li><code class="status status-${name.slice(-3, -2)}">${name.slice(-3)}</code> <span>${description}</span></li>`,
  );
  const example = components.responses['ManagementError400']?.content?.['application/json']?.example;
  return html`<div class="call"><div class="call-text">
<h2 id="errors">Errors</h2>
<p>What is refused says why: <code>message</code> for people, <code>errorCode</code> for programs. A call that was answered 429 or 503 may be sent again after the seconds of its header <code>Retry-After</code>.</p>
<ul class="answers">!${rows}</ul>
</div><div class="call-code">!${jsonBlock('An error', example)}</div></div>`;
}

function listsView(): string {
  return html`<div class="call"><div class="call-text">
<h2 id="lists">Lists</h2>
<p>By page: <code>page</code> and <code>per_page</code> (at most 100); with <code>include_totals=true</code> the answer is an object that tells the total. By checkpoint, however long the list: <code>take</code>, and <code>from</code> with the <code>next</code> of the page before, until there is none.</p>
</div><div class="call-code">!${jsonBlock('A page by checkpoint', { users: [{ user_id: 'auth0|…' }], next: '…' })}</div></div>`;
}

function schemasView({ components }: OpenApiDocument): string {
  const views = Object.entries(components.schemas).map(([name, schema]) => {
    const { description } = schema;
    const about = typeof description === 'string' ? html`<p>${description}</p>` : '';
    const list = propertyList(schema);
    return html`<article class="schema" aria-labelledby="${schemaAnchor(name)}"><h3 id="${schemaAnchor(name)}"><a href="#${schemaAnchor(name)}">${name}</a></h3>!${about}!${list === '' ? html`<p class="type">!${typeView(schema)}</p>` : list}</article>`;
  });
  return html`<section class="group" aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>!${views}</section>`;
}
