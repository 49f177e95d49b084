import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { MediaType, OpenApiDocument, Operation, ResponseObject } from '../../../src/http/index.ts';
import type { Answer } from '../answer.ts';
import { closedSchema, documentId } from './closed-schema.ts';
import { operationFinder } from './find-operation.ts';

/** An answer with the request that it answers. */
export interface GivenAnswer extends Pick<Answer, 'status' | 'headers' | 'text' | 'body'> {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
}

/** What is wrong with an answer, by the document; undefined when nothing is. */
export type AnswerCheck = (answer: GivenAnswer) => string | undefined;

/** A check of answers against a document. A schema is compiled when it is first needed, and once. */
export function createAnswerCheck(document: OpenApiDocument): AnswerCheck {
  const find = operationFinder(document);
  const fits = schemaCheck(document);
  const { responses: shared, schemas } = document.components;
  return (answer) => {
    if (answer.method === 'HEAD' || answer.method === 'OPTIONS' || hidden.has(answer.path)) return undefined;
    const found = find(answer.method, answer.path);
    if (found === undefined) return notThere(answer, fits, schemas);
    const response = responseIn(found.operation, shared, answer.status);
    const fault =
      response === undefined
        ? `status ${answer.status} is not told`
        : faultIn(answer, response, (media) => fits(media, answer.body));
    return fault === undefined ? undefined : told(found.route, answer, fault);
  };
}

// Answers what /openapi.json does.
const hidden: ReadonlySet<string> = new Set(['/api/v2/openapi.json']);

function responseIn(
  { responses }: Operation,
  shared: OpenApiDocument['components']['responses'],
  status: number,
): ResponseObject | undefined {
  const response = responses[String(status)];
  if (response === undefined || !('$ref' in response)) return response;
  return shared[response.$ref.split('/').at(-1) ?? ''];
}

function faultIn(
  answer: GivenAnswer,
  { content = {} }: ResponseObject,
  fits: (media: MediaType) => string | undefined,
): string | undefined {
  const told = Object.keys(content);
  if (told.length === 0) return answer.text === '' ? undefined : 'a body where none is told';
  const type = mediaTypeOf(answer);
  const media = content[type];
  if (media === undefined) return `content type ${type || 'none'} where ${told.join(' or ')} is told`;
  return type === 'application/json' ? fits(media) : undefined;
}

function mediaTypeOf({ headers }: GivenAnswer): string {
  return headers.get('content-type')?.split(';')[0]?.trim() ?? '';
}

type SchemaCheck = (media: Pick<MediaType, 'schema'>, body: unknown) => string | undefined;

function schemaCheck({ components }: OpenApiDocument): SchemaCheck {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  addFormats.default(ajv);
  const schemas = Object.entries(components.schemas).map(([name, schema]) => [name, closedSchema(schema)]);
  ajv.addSchema({ $id: documentId, components: { schemas: Object.fromEntries(schemas) } });
  const compiled = new WeakMap<object, ValidateFunction>();
  return ({ schema }, body) => {
    const validate = compiled.get(schema) ?? ajv.compile(closedSchema(schema) as object);
    compiled.set(schema, validate);
    return validate(body) ? undefined : ajv.errorsText(validate.errors, { dataVar: 'body' });
  };
}

/** A path that the document does not tell, or not with this method: nothing answers there but a refusal. */
function notThere(
  answer: GivenAnswer,
  fits: SchemaCheck,
  schemas: OpenApiDocument['components']['schemas'],
): string | undefined {
  const { method, path, status, body } = answer;
  const route = `${method} ${path}`;
  if (status < 400 || status > 499) return told(route, answer, 'a route that is not told answers');
  if (path.startsWith('/u/')) {
    return mediaTypeOf(answer) === 'text/html' ? undefined : told(route, answer, 'no page');
  }
  const form = schemas[/^\/api\/v2(\/|$)/.test(path) ? 'ManagementError' : 'OAuthError'] ?? {};
  const fault = fits({ schema: form }, body);
  return fault === undefined ? undefined : told(route, answer, fault);
}

function told(route: string, { status, text }: GivenAnswer, fault: string): string {
  return `${route} -> ${status}: ${fault}: ${text.slice(0, 300)}`;
}
