import { Type } from 'typebox';
import { type DailyCount, dayOf, startOfDay } from '../../accounts/index.ts';
import { ok, refuse } from '../../http/index.ts';
import { endpoint } from '../endpoint.ts';

const day = Type.Optional(
  Type.String({
    pattern: '^\\d{8}$',
    description: 'YYYYMMDD, in UTC; it belongs to the range',
    examples: ['20261201'],
  }),
);
const daysByDefault = 30;

/** `GET /api/v2/stats/daily`: the last 30 days unless told; a day on which nothing happened is not listed. */
export const dailyStatsEndpoint = endpoint({
  method: 'GET',
  url: '/stats/daily',
  scope: 'read:stats',
  summary: 'How many have logged in and signed up, by day',
  schema: {
    querystring: Type.Object({ from: day, to: day }),
    response: {
      200: Type.Array(
        Type.Object({
          date: Type.String(),
          logins: Type.Integer(),
          signups: Type.Integer(),
          leaked_passwords: Type.Integer({ description: '0: Segue does not look for leaked passwords' }),
          created_at: Type.String(),
          updated_at: Type.String(),
        }),
      ),
    },
  },
  handler:
    ({ accounts, clock }) =>
    async ({ query }) => {
      const to = query.to === undefined ? dayOf(clock.now()) : readDay(query.to);
      const from = query.from === undefined ? (to ?? 0) - daysByDefault + 1 : readDay(query.from);
      if (from === undefined || to === undefined)
        return refuse(400, 'invalid_query_string', 'There is no such day.');
      if (from > to) return refuse(400, 'invalid_query_string', 'The range ends before it begins.');
      return ok((await accounts.statistics.daily({ from, to })).map(dailyForm));
    },
});

function dailyForm({ day, logins, signUps, firstAt, lastAt }: DailyCount): object {
  return {
    date: new Date(startOfDay(day)).toISOString(),
    logins,
    signups: signUps,
    leaked_passwords: 0,
    created_at: new Date(firstAt).toISOString(),
    updated_at: new Date(lastAt).toISOString(),
  };
}

/** The day of eight digits; `undefined` for one that no calendar has. */
function readDay(digits: string): number | undefined {
  const iso = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const at = Date.parse(iso);
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(iso) ? undefined : dayOf(at);
}
