// Scripts: runs an operator's action script in a process of its own, away from the server's memory, keys
// and environment, within limits of time, memory and output, and answers with one of a few outcomes.
//
// It knows nothing of users: what a value means is for `legacy/` to say, next door. It never evaluates
// operator code in the server. What comes back from a process is hostile input.
//
// A call goes script-runner -> runner-pool -> runner-lane -> runner-process -> runner/ (the other side of
// the control channel), and back through read-runner-message and script-answer. Connections of scripts go
// runner/egress-shim -> egress/ -> the network.

export { checkScript, type ScriptCheck } from './check-script.ts';
export { faultInEgressPattern } from './egress/egress-pattern.ts';
export type { DeploymentEgress, EgressRefusal } from './egress/egress-policy.ts';
export type { HostAndPort } from './egress/own-endpoints.ts';
export type { Launch, LaunchedRunner, LaunchRequest } from './launch.ts';
export { launchBasic } from './launch-basic.ts';
export { installedModuleFolders, scriptModuleFolders } from './module-folders.ts';
export { redactValue } from './redact-value.ts';
export type {
  ActionScripts,
  LogLevel,
  ScriptAnswer,
  ScriptCall,
  ScriptFault,
  ScriptLog,
  ScriptName,
  ScriptNote,
  ScriptResult,
  UnavailableReason,
} from './script-call.ts';
export {
  createScriptRunner,
  type LateNote,
  type RunnerDeath,
  type ScriptEgress,
  type ScriptEgressRefusal,
  type ScriptRunner,
  type ScriptRunnerOptions,
} from './script-runner.ts';
export { launchStrict } from './strict/launch-strict.ts';
export { proveStrict, type StrictProof } from './strict/prove-strict.ts';
