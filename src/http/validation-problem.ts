import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { Problem } from './problem.ts';

/** What Fastify throws when a part of a request does not fit the route's schema. */
export interface ValidationError extends Error {
  readonly validation: readonly FastifySchemaValidationError[];
  readonly validationContext?: string;
}

/** Whether an error says that a request does not fit its schema. */
export function isValidationError(error: unknown): error is ValidationError {
  return error instanceof Error && 'validation' in error && Array.isArray(error.validation);
}

interface Part {
  readonly prefix: string;
  readonly code: string;
}

const bodyPart: Part = { prefix: 'Payload', code: 'invalid_body' };
const parts: Readonly<Record<string, Part>> = {
  body: bodyPart,
  querystring: { prefix: 'Query', code: 'invalid_query_string' },
  params: { prefix: 'Path', code: 'invalid_uri' },
  headers: { prefix: 'Header', code: 'invalid_headers' },
};

/** The part of a request a fault is in, by Fastify's name for it. */
export type RequestPart = 'body' | 'querystring' | 'params';

/** A 400 in Auth0's words: `Payload validation error: '…' on property x (what x is).` Never quotes a value. */
export function malformed(part: string, fault: string, path = '', description?: string): Problem {
  const { prefix, code } = parts[part] ?? bodyPart;
  const about = description === undefined ? '' : ` (${description})`;
  const where = path === '' ? '' : ` on property ${shortened(path)}${about}`;
  return { status: 400, code, message: `${prefix} validation error: '${fault}'${where}.` };
}

/** The first fault that the schema check found. */
export function validationProblem(error: ValidationError): Problem {
  const [first] = error.validation;
  const part = error.validationContext ?? 'body';
  if (first === undefined) return malformed(part, 'Invalid value');
  const path = first.instancePath.slice(1).replaceAll('/', '.');
  return malformed(part, faultIn(first), path, descriptionIn(first));
}

type Wording = (params: Readonly<Record<string, unknown>>, found: unknown) => string;

// The words are Auth0's (z-schema's), less the offending value.
const wordings: Readonly<Record<string, Wording>> = {
  type: ({ type }, found) => `Expected type ${String(type)} but found type ${typeName(found)}`,
  required: ({ missingProperty }) => `Missing required property: ${String(missingProperty)}`,
  additionalProperties: ({ additionalProperty }) =>
    `Additional properties not allowed: ${shortened(String(additionalProperty))}`,
  enum: () => 'No enum match',
  const: () => 'No enum match',
  pattern: ({ pattern }) => `String does not match pattern ${String(pattern)}`,
  format: ({ format }) => `Object didn't pass validation for format ${String(format)}`,
  minLength: ({ limit }, found) => `String is too short (${lengthOf(found)} chars), minimum ${String(limit)}`,
  maxLength: ({ limit }, found) => `String is too long (${lengthOf(found)} chars), maximum ${String(limit)}`,
  minItems: ({ limit }, found) => `Array is too short (${lengthOf(found)}), minimum ${String(limit)}`,
  maxItems: ({ limit }, found) => `Array is too long (${lengthOf(found)}), maximum ${String(limit)}`,
  minimum: ({ limit }) => `Value is less than minimum ${String(limit)}`,
  maximum: ({ limit }) => `Value is greater than maximum ${String(limit)}`,
  minProperties: ({ limit }) => `Too few properties defined, minimum ${String(limit)}`,
  maxProperties: ({ limit }) => `Too many properties defined, maximum ${String(limit)}`,
  uniqueItems: () => 'Array items are not unique',
};

function faultIn(error: FastifySchemaValidationError): string {
  const found: unknown = 'data' in error ? error.data : undefined;
  return wordings[error.keyword]?.(error.params, found) ?? 'Invalid value';
}

function descriptionIn(error: FastifySchemaValidationError): string | undefined {
  const schema: unknown = 'parentSchema' in error ? error.parentSchema : undefined;
  const hasOne = typeof schema === 'object' && schema !== null && 'description' in schema;
  return hasOne && typeof schema.description === 'string' ? schema.description : undefined;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' || Array.isArray(value) ? value.length : 0;
}

// Names come from the request: long enough to recognise, too short to fill an answer.
function shortened(name: string): string {
  return name.length <= 128 ? name : `${name.slice(0, 128)}…`;
}
