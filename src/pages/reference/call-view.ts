import { html } from 'ghtml';
import type { MediaType, OpenApiDocument, Operation, ResponseObject } from '../../http/index.ts';
import { codeBlock, colouredJson, jsonBlock, plainCode } from './code.ts';
import { type Call, curlOf, referredName } from './curl.ts';
import { entryList, propertyList, typeView } from './schema-view.ts';
import { words } from './words.ts';

/** A call: what it does and needs on one side, how it is made and answered on the other. */
export function callView(document: OpenApiDocument, call: Call): string {
  const { method, path, operation } = call;
  const { operationId, summary, description } = operation;
  return html`<article class="call" aria-labelledby="${operationId}">
<div class="call-text">
<h3 id="${operationId}"><a href="#${operationId}">${summary}</a></h3>
<p class="address"><span class="method method-${method.toLowerCase()}">${method}</span> <code>!${withBreaks(path)}</code></p>
!${description === undefined ? '' : html`<p>!${words(description)}</p>`}
!${scopesView(operation)}
!${parametersView(operation)}
!${bodyView(operation)}
!${responsesView(document, operation)}
</div>
<div class="call-code">
!${codeBlock('Request', commandView(curlOf(baseUrlOf(document), call)))}
!${exampleView(document, operation)}
</div>
</article>`;
}

/** Where the server is, without a slash at its end. */
export function baseUrlOf({ servers }: OpenApiDocument): string {
  return servers[0]?.url ?? '';
}

/** A path that may be broken before each of its slashes. */
function withBreaks(path: string): string {
  return path
    .split('/')
    .map((part) => html`${part}`)
    .join('/<wbr>');
}

/** Of a command only the body has colours. */
function commandView(command: string): string {
  const body = command.indexOf('--json');
  return body < 0
    ? plainCode(command)
    : plainCode(command.slice(0, body)) + colouredJson(command.slice(body));
}

function scopesView({ security }: Operation): string {
  const scopes = security.flatMap((requirement) => Object.values(requirement).flat());
  if (scopes.length === 0) return '';
  const names = scopes.map((scope) => html`<code>${scope}</code>`).join(' or ');
  return html`<p class="scopes">Scope: !${names}</p>`;
}

function parametersView({ parameters = [] }: Operation): string {
  const lists = (['path', 'query'] as const).map((place) => {
    const entries = parameters
      .filter((parameter) => parameter.in === place)
      .map(({ name, schema, required, description }) => ({
        name,
        schema,
        isRequired: required,
        ...(description === undefined ? {} : { description }),
      }));
    if (entries.length === 0) return '';
    return html`<h4>${place === 'path' ? 'In the path' : 'Query parameters'}</h4>!${entryList(entries)}`;
  });
  return lists.join('');
}

function bodyView({ requestBody }: Operation): string {
  const content = Object.entries(requestBody?.content ?? {});
  const [first] = content;
  if (first === undefined) return '';
  const types = content.map(([type]) => html`<code>${type}</code>`).join(' or ');
  const { schema } = first[1];
  const isNamed = referredName(schema) !== undefined || Array.isArray(schema['anyOf']);
  return html`<h4>Body</h4><p class="media">!${types}!${isNamed ? html`: !${typeView(schema)}` : ''}</p>!${propertyList(itemsOrItself(schema))}`;
}

function itemsOrItself(schema: MediaType['schema']): MediaType['schema'] {
  const { items } = schema;
  return typeof items === 'object' && items !== null && !Array.isArray(items) ? { ...items } : schema;
}

function responsesView(document: OpenApiDocument, { responses }: Operation): string {
  const rows = Object.entries(responses).map(([status, response]) => {
    const { description, content = {} } = resolved(document, response);
    const types = Object.entries(content).map(([type, { schema }]) =>
      type === 'application/json' ? typeView(schema) : html`<code>${type}</code>`,
    );
    return html`<li><code class="status status-${status.slice(0, 1)}">${status}</code> <span>!${words(description)}!${types.length === 0 ? '' : html` <span class="type">!${types.join(', ')}</span>`}</span></li>`;
  });
  return html`<h4>Answers</h4><ul class="answers">!${rows}</ul>`;
}

function exampleView(document: OpenApiDocument, { responses }: Operation): string {
  const [found] = Object.entries(responses).filter(([status]) => status < '300');
  if (found === undefined) return '';
  const [status, response] = found;
  const [[type, media] = []] = Object.entries(resolved(document, response).content ?? {});
  if (type === undefined || media === undefined) return codeBlock(`Answer ${status}`, '(no body)');
  const example = media.example ?? Object.values(media.examples ?? {})[0]?.value;
  const title = `Answer ${status}, ${type}`;
  return typeof example === 'string' ? codeBlock(title, plainCode(example)) : jsonBlock(title, example);
}

function resolved({ components }: OpenApiDocument, response: Operation['responses'][string]): ResponseObject {
  if (!('$ref' in response)) return response;
  const name = response.$ref.split('/').at(-1) ?? '';
  return components.responses[name] ?? { description: name };
}
