import type { TestContext } from 'node:test';
import { createScriptRunner } from '../../src/scripts/index.ts';
import type { Answer } from '../kit/answer.ts';
import { createLegacyConnection, type LegacyConnection, passwordRealm } from '../kit/legacy-connection.ts';
import { type Segue, startSegue } from '../kit/start-segue.ts';
import type { TestedStore } from '../kit/stores.ts';
import {
  startTroubledLegacy,
  type TroubledLegacy,
  type TroubledLegacyOptions,
  troubledScripts,
} from './troubled-legacy.ts';

/** A Segue for people who come from many addresses: an outage is not to look like an attack of one of them. */
export interface LegacyStage {
  readonly segue: Segue;
  /** A connection with a legacy system of its own. */
  connect(name: string, options?: Omit<TroubledLegacyOptions, 'password'>): Promise<Connected>;
}

export interface Connected {
  readonly legacy: TroubledLegacy;
  readonly connection: LegacyConnection;
  /** Logs in with the right password unless another is given. */
  logIn(email: string, password?: string): Promise<Answer>;
  signUp(email: string): Promise<Answer>;
  /** `segue.legacy` of the connection, as the API shows it. */
  // biome-ignore lint/suspicious/noExplicitAny: tests assert what is in it
  condition(): Promise<any>;
}

/** @param deadlineMs of a script's call */
export async function openLegacyStage(
  t: TestContext,
  store: TestedStore,
  { deadlineMs }: { readonly deadlineMs: number },
): Promise<LegacyStage> {
  const segue = await startSegue(store, {
    environment: { SEGUE_TRUST_PROXY: 'true' },
    seams: { wrapRunner: () => createScriptRunner({ deadlineMs }) },
  });
  t.after(() => segue.stop());
  let people = 0;
  const post = (path: string, body: object): Promise<Answer> => {
    people += 1;
    const from = `198.18.${people >> 8}.${people & 255}`; // RFC 2544: of nobody
    return segue.request(
      path,
      {
        method: 'POST',
        headers: { 'x-forwarded-for': from, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
      ['access_token', 'id_token'],
    );
  };
  return {
    segue,
    async connect(name, options = {}) {
      const legacy = await startTroubledLegacy({ password: segue.canaries.plant('password'), ...options });
      t.after(() => legacy.stop());
      const connection = await createLegacyConnection(segue, {
        name,
        ...troubledScripts,
        configuration: { URL: legacy.url },
        options: { segue: { legacy_id_prefix: name } }, // each has the same people
      });
      const { client_id } = connection.application;
      return {
        legacy,
        connection,
        logIn: (username, password = legacy.password) =>
          post('oauth/token', {
            ...connection.application,
            grant_type: passwordRealm,
            realm: name,
            scope: 'openid',
            username,
            password,
          }),
        signUp: (email) =>
          post('dbconnections/signup', {
            client_id,
            connection: name,
            email,
            password: 'a quite new staple',
          }),
        condition: async () => (await segue.manage('GET', `connections/${connection.id}`)).body.segue.legacy,
      };
    },
  };
}
