import type { ScriptCall, ScriptRunner } from '../../src/scripts/index.ts';

/** What a worker asks for: the Login script of a connection, for one person. */
export interface Asked {
  readonly source: string;
  readonly email: string;
  readonly connection?: string;
  readonly version?: string;
  readonly configuration?: Readonly<Record<string, string>>;
}

export const password = 'correct horse';

export function callOf({
  source,
  email,
  connection = 'bench',
  version = '1',
  configuration = {},
}: Asked): ScriptCall {
  return {
    connectionId: `con_${connection}`,
    connectionName: connection,
    scripts: { version, sources: { login: source }, configuration },
    script: 'login',
    args: [email, password],
  };
}

/** Runs a Login script. @throws Error when it does not answer with this person's profile */
export async function logInBy(runner: ScriptRunner, call: ScriptCall): Promise<void> {
  const answer = await runner.run(call);
  const [email = ''] = call.args;
  if (answer.answer !== 'value' || !JSON.stringify(answer.value).includes(email))
    throw new Error(`the script answered ${JSON.stringify(answer)}`);
}
