import assert from 'node:assert/strict';
import type { Answer } from '../kit/answer.ts';
import type { Segue } from '../kit/start-segue.ts';
import type { Shown, Visitor } from './visitor.ts';

/** A program that reads the form in the page's source, and sends what a browser would. */
export function createHttpVisitor(segue: Segue): Visitor {
  let source = '';
  const see = ({ status, text }: Answer): Shown => {
    source = text;
    return { status, heading: match(source, /<h1>([^<]*)<\/h1>/), source };
  };
  const send = async (fields: Readonly<Record<string, string>>): Promise<Shown> => {
    const action = attribute(match(source, /<form method="post" action="\/([^"]*)"/));
    const body = new URLSearchParams(fields);
    return see(await segue.request(action, { method: 'POST', body, redirect: 'follow' }));
  };
  const choose = (password: string): Promise<Shown> => send({ password, repeat: password });
  return {
    async open(link) {
      assert.ok(link.startsWith(segue.issuer), `${link} leads to SEGUE_URL`);
      const answer = await segue.request(link.slice(segue.issuer.length));
      assert.match(answer.headers.get('cache-control') ?? '', /no-store/);
      return see(answer);
    },
    choose,
    chooseTooShort: choose,
    tryAgain: () => send({ kept: attribute(match(source, /name="kept" value="([^"]*)"/)) }),
    confirmAddress: () => send({}),
    leave: async () => {},
  };
}

function match(source: string, form: RegExp): string {
  const [, found] = form.exec(source) ?? [];
  assert.ok(found !== undefined, `${form} is in ${source}`);
  return found;
}

/** An attribute's value as a browser reads it: pages write every character of syntax by its number. */
function attribute(source: string): string {
  return source.replace(/&#(\d+);/g, (_whole, code) => String.fromCodePoint(Number(code)));
}
