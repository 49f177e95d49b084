import { createSegueApi } from './api/segue-api.ts';
import { isInTheClear, readSettings } from './settings.ts';
import { createOutput } from './terminal/output.ts';
import { type Desk, optionSwitch, optionText, type VerbRequest } from './verb.ts';

/**
 * What a verb works with, as options and environment say. Nothing is sent yet.
 *
 * @throws Failure when they do not say enough
 */
export function openDesk(request: VerbRequest): Desk {
  const say = createOutput(optionSwitch(request, 'json') === true);
  const settings = readSettings(optionText(request, 'url'));
  if (isInTheClear(settings.url)) {
    say.note(
      `${settings.url.origin} is plain HTTP: credentials travel in the clear, for anybody in between to read`,
    );
  }
  return { segue: createSegueApi(settings), say };
}
