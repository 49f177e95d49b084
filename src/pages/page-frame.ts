import type { FastifyRequest } from 'fastify';
import { wantedLocales } from '../http/index.ts';
import { chooseLocale } from '../lib/locale.ts';
import type { Brand } from '../tenant/index.ts';
import type { Assets } from './assets.ts';
import type { PagesNeeds } from './needs.ts';
import type { PageFrame } from './page.ts';
import { readField } from './read-field.ts';
import { speak } from './speak.ts';

/** What every page of this server shares. */
export interface Surroundings {
  readonly needs: PagesNeeds;
  readonly assets: Assets;
}

// For the page that says that something went wrong, when even the brand cannot be read.
const plainBrand: Brand = {
  name: 'Segue',
  logoUrl: null,
  supportEmail: null,
  supportUrl: null,
  locales: ['en'],
};

/** The frame of the page that answers a request: the brand, and the language that the person reads. */
export async function frameFor(surroundings: Surroundings, request: FastifyRequest): Promise<PageFrame> {
  return frameWith(await surroundings.needs.brand(), surroundings, request);
}

/** A frame for when something failed: of the brand if there is any. */
export async function frameForFailure(
  surroundings: Surroundings,
  request: FastifyRequest,
): Promise<PageFrame> {
  const brand = await surroundings.needs.brand().catch(() => plainBrand);
  return frameWith(brand, surroundings, request);
}

function frameWith(brand: Brand, { needs, assets }: Surroundings, request: FastifyRequest): PageFrame {
  const wanted = wantedLocales(readField(request.query, 'ui_locales'), request.headers['accept-language']);
  const locale = chooseLocale(wanted, brand.locales);
  const basePath = new URL('u/', needs.baseUrl).pathname;
  return { brand, locale, say: speak(locale), basePath, assets };
}
