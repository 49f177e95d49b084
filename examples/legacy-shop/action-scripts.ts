import { readFile } from 'node:fs/promises';

/** The sources of the two action scripts that an operator gives to Segue, as they stand beside this file. */
export async function readActionScripts(): Promise<{ login: string; getUser: string }> {
  const [login, getUser] = await Promise.all([readScript('login.js'), readScript('get-user.js')]);
  return { login, getUser };
}

function readScript(name: string): Promise<string> {
  return readFile(new URL(name, import.meta.url), 'utf8');
}
