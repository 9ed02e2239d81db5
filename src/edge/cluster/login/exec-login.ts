import { dirname, resolve, sep } from 'node:path';
import { createSecureContext } from 'node:tls';
import { UserError } from '../../files/user-error.ts';
import type { ApiAnswer } from '../api-client.ts';
import type { ClusterAccess } from './cluster-access.ts';
import { REQUEST_TIMEOUT, type ConnectOptions } from '../connect-options.ts';
import { loginFailure, type Credential, type CredentialSource } from './credential.ts';
import { EXEC_VERSIONS, execInfo, readExecCredential } from './exec-credential.ts';
import { runPlugin, type PluginRun } from './exec-plugin.ts';
import { installWords, unknownApiVersion } from './exec-words.ts';
import type { ExecConfig } from './kubeconfig.ts';

/** A credential is fetched anew so long before its end: the request still has to get there. */
const SKEW = 10_000;
/** But no more often than this, whatever a plugin with a wrong clock says. */
const SHORTEST_LIFE = 10_000;
/** A person needs longer for a login than a program. */
const INTERACTIVE_TIMEOUT = 300_000;

/**
 * A user whose credentials a program gives out (client-go's exec credential plugins): run when the first request
 * needs it, kept in memory until its end, run again when the server refuses it. Throws a UserError when the
 * kubeconfig asks for something that cannot work.
 */
export function openExecLogin(
  access: ClusterAccess,
  config: ExecConfig,
  options: ConnectOptions,
): CredentialSource {
  checkConfig(access, config, options);
  const interactive = options.stdinIsTerminal && config.interactiveMode !== 'Never';
  const ending = new AbortController();
  const plan: PluginRun = {
    command: commandOf(access, config),
    args: config.args,
    env: {
      ...options.env,
      ...Object.fromEntries(config.env.map(({ name, value }) => [name, value])),
      KUBERNETES_EXEC_INFO: execInfo(
        config.apiVersion,
        interactive,
        config.provideClusterInfo ? access.cluster : undefined,
      ),
    },
    interactive,
    timeout: options.requestTimeout ?? (interactive ? INTERACTIVE_TIMEOUT : REQUEST_TIMEOUT),
    signal: ending.signal,
    ...(options.stderr !== undefined && { stderr: options.stderr }),
  };
  return keepFresh(config, () => obtain(access, config, plan, options), ending);
}

interface Obtained {
  readonly credential: Credential;
  /** Milliseconds since the epoch. */
  readonly renewAt: number;
}

/** One run at a time: whoever asks meanwhile gets what it brings. */
function keepFresh(
  config: ExecConfig,
  fetchAnew: () => Promise<ApiAnswer<Obtained>>,
  ending: AbortController,
): CredentialSource {
  let kept: Obtained | undefined;
  let underWay: Promise<ApiAnswer<Credential>> | undefined;
  const run = (): Promise<ApiAnswer<Credential>> => {
    underWay ??= fetchAnew()
      .then((answer): ApiAnswer<Credential> => {
        if (!answer.ok) return answer;
        kept = answer.value;
        return { ok: true, value: kept.credential };
      })
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };
  return {
    by: `the exec plugin "${config.command}"`,
    current: async () =>
      kept !== undefined && Date.now() < kept.renewAt ? { ok: true, value: kept.credential } : run(),
    // Somebody else may have had it renewed since.
    renewed: async (refused) =>
      kept !== undefined && kept.credential !== refused ? { ok: true, value: kept.credential } : run(),
    close: () => ending.abort(),
  };
}

async function obtain(
  access: ClusterAccess,
  config: ExecConfig,
  plan: PluginRun,
  options: ConnectOptions,
): Promise<ApiAnswer<Obtained>> {
  const plugin = `the exec plugin "${config.command}" of the user "${access.userName}"`;
  const startedAt = Date.now();
  options.log?.(6, `${plugin}: started`);
  const outcome = await runPlugin(plan);
  options.log?.(6, `${plugin}: ended after ${Date.now() - startedAt} ms`);
  if (!outcome.ok) {
    const hint = outcome.missing ? installWords(config.command, config.installHint) : '';
    return loginFailure(`${plugin} ${outcome.says}${hint}`);
  }
  const reading = readExecCredential(outcome.stdout, config.apiVersion);
  if (!reading.ok) return loginFailure(`${plugin} ${reading.says}`);
  const { certificate } = reading.credential;
  if (certificate !== undefined && !fits(certificate)) {
    return loginFailure(`${plugin} gave a certificate and a key that do not fit`);
  }
  const now = Date.now();
  const renewAt = Math.max((reading.expires ?? Infinity) - SKEW, now + SHORTEST_LIFE);
  return { ok: true, value: { credential: reading.credential, renewAt } };
}

function fits(certificate: { readonly cert: string; readonly key: string }): boolean {
  try {
    createSecureContext(certificate);
    return true;
  } catch {
    return false;
  }
}

function checkConfig({ user, userName }: ClusterAccess, config: ExecConfig, options: ConnectOptions): void {
  const where = `${user.file}: the exec plugin of the user "${userName}"`;
  if (config.command === '') throw new UserError(`${where} has no command`);
  if (config.apiVersion === '') throw new UserError(`${where} has no apiVersion`);
  if (config.env.some(({ name }) => name === '')) throw new UserError(`${where} has an env without a name`);
  if (!EXEC_VERSIONS.includes(config.apiVersion)) {
    throw new UserError(`${user.file}: ${unknownApiVersion(config.apiVersion, config.command)}`);
  }
  // Version v1 has no default for it (client-go's SetDefaults_ExecConfig is for v1beta1 only).
  const isStated = config.interactiveMode !== '' || config.apiVersion.endsWith('/v1beta1');
  if (!isStated) throw new UserError(`${where} has no interactiveMode, which apiVersion v1 asks for`);
  if (!['', 'Never', 'IfAvailable', 'Always'].includes(config.interactiveMode)) {
    throw new UserError(`${where} has an interactiveMode that is not Never, IfAvailable or Always`);
  }
  if (config.interactiveMode === 'Always' && !options.stdinIsTerminal) {
    throw new UserError(`${where} wants to ask you something, but standard input is not a terminal`);
  }
}

/** As client-go: a name is looked up on PATH, a path is taken from the kubeconfig's folder. */
function commandOf({ user }: ClusterAccess, { command }: ExecConfig): string {
  const isPath = command.includes(sep) || command.includes('/');
  return isPath ? resolve(dirname(user.file), command) : command;
}
