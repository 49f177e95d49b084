import type { JsonObject } from '../../../lib/json.ts';
import { listIn, objectIn, type SegueApi } from '../api/segue-api.ts';
import { connections, scriptSettings } from '../connections/connections.ts';
import { exitCodes, Failure } from '../failure.ts';
import { readChanges, type Setting } from '../read-changes.ts';
import { pathOf } from '../resource/resource.ts';
import { unlessRefused } from '../resource/unless-refused.ts';
import { textAt, valueAt } from '../show.ts';
import type { Output } from '../terminal/output.ts';
import { unifiedDiff } from '../terminal/unified-diff.ts';
import { argument, type Desk, optionSwitch, type RunVerb, type VerbRequest } from '../verb.ts';
import { showDiff } from './paint-diff.ts';
import { readScriptFiles, type ScriptFile, sourceOf } from './script-files.ts';

interface Push {
  readonly connection: JsonObject;
  readonly changes: readonly ScriptChange[];
  /** Keys of the configuration that are given; what is stored under them is not shown to anybody. */
  readonly keys: readonly string[];
  readonly settings: readonly Setting[];
}

interface ScriptChange extends ScriptFile {
  readonly diff: readonly string[];
}

/** `segue scripts push <connection> [folder]`: shows what would change, has Segue check it, asks, and changes it. */
export const pushScripts: RunVerb = async (desk, request) => {
  const push = await prepare(desk.segue, request);
  const isChange = push.changes.length > 0 || push.keys.length > 0;
  await refuseFaults(desk.segue, push);
  if (!desk.say.json) showPush(desk.say, push);
  if (!isChange)
    return told(desk.say, push, { applied: false, remark: 'nothing to change: Segue has these scripts' });
  if (optionSwitch(request, 'dryRun') === true) {
    return told(desk.say, push, { applied: false, remark: 'a dry run: nothing was changed' });
  }
  const question = `Change ${connections.titleOf(push.connection)}? Its next login runs this`;
  return unlessRefused(desk.say, request, question, () => apply(desk, request, push));
};

async function prepare(segue: SegueApi, request: VerbRequest): Promise<Push> {
  const connection = await connections.find(segue, argument(request));
  const files = await readScriptFiles(request, request.args[1]);
  const configuration = (await scriptSettings(request)).filter(({ path }) => path[1] === 'configuration');
  if (files.length === 0 && configuration.length === 0) {
    throw new Failure(
      exitCodes.usage,
      'no script was given',
      'Name a folder with login.js and get-user.js, or files with --login and --get-user.',
    );
  }
  const changes = files.flatMap((each): readonly ScriptChange[] => {
    const names = [`${textAt(connection, 'name')}/${each.script}`, each.file] as const;
    const diff = unifiedDiff(sourceOf(connection, each.script), each.source, names);
    return diff.length === 0 ? [] : [{ ...each, diff }];
  });
  const scripts = changes.map(
    ({ script, source }): Setting => ({ path: ['options', 'customScripts', script], value: source }),
  );
  return {
    connection,
    changes,
    keys: configuration.flatMap(({ path }) => path.slice(2)),
    settings: [...scripts, ...configuration],
  };
}

/** Has Segue look at the scripts as it will before it keeps them; nothing of them is run. */
async function refuseFaults(segue: SegueApi, { connection, changes }: Push): Promise<void> {
  if (changes.length === 0) return;
  const customScripts = Object.fromEntries(changes.map(({ script, source }) => [script, source]));
  const path = `segue/connections/${encodeURIComponent(connections.idOf(connection))}/scripts/check`;
  const answer = objectIn(await segue.call('POST', path, { body: { customScripts } }));
  const faults = listIn(answer['faults']);
  if (faults.length === 0) return;
  const told = faults.map((fault) => {
    const file =
      changes.find(({ script }) => script === textAt(fault, 'script'))?.file ?? textAt(fault, 'script');
    const line = textAt(fault, 'line');
    return `${file}${line === '' ? '' : `:${line}`}: ${textAt(fault, 'message')}`;
  });
  throw new Failure(exitCodes.badData, told.join('; '), 'Nothing was changed.');
}

function showPush(say: Output, { changes, keys }: Push): void {
  for (const { diff } of changes) showDiff(say, diff);
  for (const key of keys)
    say.line(say.paint('yellow', `~ configuration.${key}: set, whatever stands there now`));
}

async function apply(desk: Desk, request: VerbRequest, push: Push): Promise<0> {
  const { segue, say } = desk;
  const now = await segue.getObject(pathOf(connections, push.connection));
  if (JSON.stringify(now['options']) !== JSON.stringify(push.connection['options'])) {
    throw new Failure(
      exitCodes.tryAgain,
      'the connection was changed by somebody else meanwhile; nothing was changed',
      'Look at the difference again.',
    );
  }
  const body = await readChanges({ ...request, options: {} }, now, push.settings);
  const changed = objectIn(await segue.call('PATCH', pathOf(connections, now), { body }));
  const isOn = valueAt(changed, 'options.import_mode') === true;
  const remark = isOn ? 'the next login runs them' : 'import mode is off: they are not asked yet';
  return told(say, push, { applied: true, remark: `changed ${connections.titleOf(changed)}: ${remark}` });
}

function told(
  say: Output,
  { connection, changes, keys }: Push,
  end: { applied: boolean; remark: string },
): 0 {
  if (say.json) {
    say.document({
      connection: connections.idOf(connection),
      applied: end.applied,
      scripts: changes.map(({ script, file, diff }) => ({ script, file, diff: diff.join('\n') })),
      configuration: keys,
    });
  }
  say.note(end.remark);
  return exitCodes.done;
}
