import { isJsonObject, type JsonObject } from '../../../lib/json.ts';
import { exitCodes } from '../failure.ts';
import { textAt, valueAt } from '../show.ts';
import { argument, type RunVerb } from '../verb.ts';
import { connections } from './connections.ts';

/** `segue connections status <connection>`: exit code 1 while logins cannot be migrated that should be. */
export const connectionStatus: RunVerb = async ({ segue, say }, request) => {
  const connection = await connections.find(segue, argument(request));
  const { healthy, sentence } = judge(connection);
  const state = valueAt(connection, 'segue');
  if (say.json) {
    say.document({
      id: textAt(connection, 'id'),
      name: textAt(connection, 'name'),
      healthy,
      ...(isJsonObject(state) ? state : {}),
    });
  } else {
    const mark = healthy ? say.paint('green', '✓') : say.paint('red', '✗');
    say.card([
      ['connection', connections.titleOf(connection)],
      ['import mode', valueAt(connection, 'options.import_mode') === true ? 'on' : 'off'],
      ['isolation', joined(connection, 'segue.isolation', 'segue.isolation_reason')],
      ['legacy', joined(connection, 'segue.legacy.state', 'segue.legacy.reason')],
      ['calls', callsOf(connection)],
    ]);
    say.line(`${mark} ${sentence}`);
  }
  return healthy ? exitCodes.done : exitCodes.no;
};

interface Judgement {
  readonly healthy: boolean;
  readonly sentence: string;
}

function judge(connection: JsonObject): Judgement {
  switch (textAt(connection, 'segue.legacy.state')) {
    case '':
      return { healthy: true, sentence: 'nobody is migrated: the legacy user store is not asked' };
    case 'closed':
      return { healthy: true, sentence: 'the legacy user store is asked' };
    case 'refused':
      return { healthy: false, sentence: 'action scripts may not run here: the reason says what to do' };
    default:
      return {
        healthy: false,
        sentence:
          'the legacy user store does not answer, and is asked now and then; who has moved notices nothing',
      };
  }
}

function joined(connection: JsonObject, ...paths: readonly string[]): string {
  return paths
    .map((path) => textAt(connection, path))
    .filter((text) => text !== '')
    .join(': ');
}

function callsOf(connection: JsonObject): string {
  const [running, waiting] = ['in_flight', 'waiting'].map((name) =>
    textAt(connection, `segue.legacy.${name}`),
  );
  return running === '' ? '' : `${running} running, ${waiting} waiting`;
}
