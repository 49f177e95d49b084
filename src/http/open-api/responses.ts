import { isPlainObject } from '../../lib/json.ts';
import type { DescribedRoute, DescriptionNeeds } from './described-route.ts';
import type { Content, JsonSchema, MediaType, Operation, ResponseObject } from './document.ts';
import { describeRefusal, isShared, meaningOf, refusalsOfAll, type Subject } from './refusals.ts';
import { alternativesIn, sampleOf } from './sample.ts';

/** Every answer of a route by its status: those that it names, and those of the server before it. */
export function describeResponses(needs: DescriptionNeeds, route: DescribedRoute): Operation['responses'] {
  const named = isPlainObject(route.schema.response) ? route.schema.response : {};
  const { method, parameters } = route;
  const ofAll = refusalsOfAll({ method, hasParameters: parameters.length > 0 });
  const statuses = new Set([...Object.keys(named).map(Number), ...ofAll]);
  return Object.fromEntries(
    [...statuses]
      .toSorted((a, b) => a - b)
      .map((status) => [String(status), describeResponse(needs, route, status, named[status])]),
  );
}

function describeResponse(
  needs: DescriptionNeeds,
  route: DescribedRoute,
  status: number,
  named: unknown,
): Operation['responses'][string] {
  const { form } = needs;
  if (named !== undefined && named !== form.schema) return describeOwn(needs, status, named);
  const schema = needs.components.refer(form.schema);
  const subject = subjectOf(route);
  const refusal = describeRefusal(status, schema, form, subject);
  const { title } = form.schema as { title?: string };
  return isShared(status, subject) ? needs.share(`${title ?? 'Error'}${status}`, refusal) : refusal;
}

/** A response that is the route's own: a schema of JSON, or Fastify's `{ description, content }`. */
function describeOwn(needs: DescriptionNeeds, status: number, named: unknown): ResponseObject {
  if (!isPlainObject(named)) return { description: meaningOf(status) };
  const description = typeof named['description'] === 'string' ? named['description'] : successOf(status);
  const headers = status === 303 ? { headers: { Location: { $ref: '#/components/headers/Location' } } } : {};
  if (isPlainObject(named['content'])) {
    return { description, ...headers, content: describeContent(needs, named['content']) };
  }
  if (named['type'] === 'null') return { description, ...headers };
  return { description, ...headers, content: { 'application/json': mediaType(needs, named) } };
}

function describeContent(needs: DescriptionNeeds, content: Readonly<Record<string, unknown>>): Content {
  return Object.fromEntries(
    Object.entries(content).map(([type, media]) => [
      type,
      mediaType(needs, isPlainObject(media) ? media['schema'] : {}),
    ]),
  );
}

function mediaType(needs: DescriptionNeeds, described: unknown): MediaType {
  const schema = needs.components.refer(described);
  const alternatives = alternativesIn(needs.resolve(schema));
  if (alternatives.length < 2) return { schema, example: sampleOf(schema, needs.resolve) };
  const examples = alternatives.map(
    (each) => [nameOf(each), { value: sampleOf(each, needs.resolve) }] as const,
  );
  return { schema, examples: Object.fromEntries(examples) };
}

/** What an alternative is told apart by. */
function nameOf({ $ref, type }: JsonSchema): string {
  return typeof $ref === 'string' ? ($ref.split('/').at(-1) ?? $ref) : String(type);
}

function successOf(status: number): string {
  switch (status) {
    case 200:
      return 'What was asked for';
    case 201:
      return 'What was made';
    case 202:
      return 'Taken on; it goes on after the answer';
    case 204:
      return 'Done; no body';
    case 303:
      return 'The browser goes on to another page';
    default:
      return meaningOf(status);
  }
}

/** What a path is about, in the singular: `/api/v2/client-grants/{id}` is about a client grant. */
function subjectOf({ path, schema }: DescribedRoute): Subject {
  const words = path
    .replace(/^\/api\/v2\/(segue\/)?/, '/')
    .split('/')
    .filter((word) => /^[a-z]/.test(word));
  const [kind = ''] = words;
  const scopes = new Set((schema.security ?? []).flatMap((requirement) => Object.values(requirement).flat()));
  return { kind: kind.replaceAll('-', ' ').replace(/s$/, ''), scopes: [...scopes] };
}
