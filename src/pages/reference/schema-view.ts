import { html } from 'ghtml';
import type { JsonSchema } from '../../http/index.ts';
import { isPlainObject } from '../../lib/json.ts';
import { referredName } from './curl.ts';
import { words } from './words.ts';

/** The address of a component on the page. */
export function schemaAnchor(name: string): string {
  return `schema-${name}`;
}

/** A property or parameter, as a list shows it. */
export interface Entry {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
  /** Before that of the schema. */
  readonly description?: string;
}

/** The properties of an object, and of those inside it. */
export function propertyList(schema: JsonSchema): string {
  const entries = entriesOf(schema);
  return entries.length === 0 ? '' : entryList(entries);
}

/** A list of properties or parameters. */
export function entryList(entries: readonly Entry[]): string {
  return html`<ul class="properties">!${entries.map(entryView)}</ul>`;
}

function entryView({ name, schema, isRequired, description }: Entry): string {
  const about = description ?? text(schema['description']);
  return html`<li><p class="property"><code class="property-name">${name}</code> <span class="type">!${typeView(schema)}</span> !${isRequired ? '<span class="needed">required</span>' : ''}</p>
!${about === '' ? '' : html`<p class="about">!${words(about)}</p>`}!${inside(schema)}</li>`;
}

/** What stands inside a property: of an object, of the items of an array. */
function inside(schema: JsonSchema): string {
  const { items } = schema;
  if (isPlainObject(items)) return referredName(items) === undefined ? propertyList(items) : '';
  return referredName(schema) === undefined ? propertyList(schema) : '';
}

function entriesOf({ properties, required }: JsonSchema): readonly Entry[] {
  if (!isPlainObject(properties)) return [];
  const needed = new Set(Array.isArray(required) ? required : []);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    schema: isPlainObject(schema) ? schema : {},
    isRequired: needed.has(name),
  }));
}

/** The type of a schema in words, with its bounds. */
export function typeView(schema: JsonSchema): string {
  const bounds = boundsOf(schema);
  return html`!${typeName(schema)}!${bounds === '' ? '' : html`<span class="bounds">, ${bounds}</span>`}`;
}

function typeName(schema: JsonSchema): string {
  const name = referredName(schema);
  if (name !== undefined) return html`<a href="#${schemaAnchor(name)}">${name}</a>`;
  const { anyOf, items, type } = schema;
  const values = schema['enum'];
  if (Array.isArray(anyOf)) return anyOf.filter(isPlainObject).map(typeName).join(' or ');
  if ('const' in schema) return html`<code>${JSON.stringify(schema['const'])}</code>`;
  if (Array.isArray(values))
    return values.map((value) => html`<code>${JSON.stringify(value)}</code>`).join(' | ');
  const types = [type].flat().map(String).join(' or ');
  return isPlainObject(items) ? html`array of !${typeName(items)}` : html`${types}`;
}

function boundsOf(schema: JsonSchema): string {
  const { format, pattern } = schema;
  return [
    range(schema['minLength'], schema['maxLength'], ' characters'),
    range(schema['minimum'], schema['maximum'], ''),
    range(schema['minItems'], schema['maxItems'], ' items'),
    text(format),
    text(pattern) === '' ? '' : `like ${text(pattern)}`,
  ]
    .filter((bound) => bound !== '')
    .join(', ');
}

function range(least: unknown, most: unknown, unit: string): string {
  const [from, to] = [least, most].map((bound) =>
    typeof bound === 'number' ? bound.toLocaleString('en') : undefined,
  );
  if (to === undefined) return from === undefined ? '' : `at least ${from}${unit}`;
  return from === undefined ? `at most ${to}${unit}` : `${from} to ${to}${unit}`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
