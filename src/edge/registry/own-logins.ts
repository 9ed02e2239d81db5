/**
 * The user's own logins, as `docker login` and `podman login` leave them: in files, or with credential helpers,
 * which are run. They answer whether an image is there at all, never what the kubelet may do.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import {
  isReference,
  parseImageReference,
  repositoryOf,
  type ImageReference,
} from '../../core/evidence/image/image-reference.ts';
import type { BlindSpot } from '../../core/evidence/observed.ts';
import type { ProbeLogin } from '../../core/evidence/registry/probe-request.ts';
import type { HelperAnswer } from './credential-helper.ts';
import { parseOwnConfig, storedLogin, type OwnConfig, type OwnLogin } from './own-config.ts';

export interface OwnLogins {
  /** By the image as it was given; without a login the list is empty. */
  readonly logins: ReadonlyMap<string, readonly ProbeLogin[]>;
  /** Files and helpers that could not be read or run. */
  readonly blindSpots: readonly BlindSpot[];
}

export interface OwnLoginsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds for one helper. */
  readonly helperTimeout?: number;
}

const HELPER_TIMEOUT = 10_000;

/** What each image would be asked for with. Never rejects: what cannot be had is a blind spot. */
export async function ownLogins(images: readonly string[], options: OwnLoginsOptions): Promise<OwnLogins> {
  const blindSpots: BlindSpot[] = [];
  const configs = await readConfigs(options, blindSpots);
  const helpers = new HelperRuns(options, blindSpots);
  const logins = new Map<string, readonly ProbeLogin[]>();
  for (const image of images) {
    const reference = parseImageReference(image);
    if (isReference(reference)) logins.set(image, await loginsFor(reference, configs, helpers));
  }
  return { logins, blindSpots };
}

async function readConfigs(
  { env }: OwnLoginsOptions,
  blindSpots: BlindSpot[],
): Promise<readonly OwnConfig[]> {
  const configs: OwnConfig[] = [];
  for (const path of pathsOf(env)) {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (!isAbsent(error))
        blindSpots.push({ what: `your logins in ${path}`, why: 'the file cannot be read' });
    });
    if (text === undefined) continue;
    const config = parseOwnConfig(text);
    if (config === undefined)
      blindSpots.push({ what: `your logins in ${path}`, why: 'the file is no JSON object' });
    else configs.push(config);
  }
  return configs;
}

/** Docker's file, then those of containers-auth.json(5). */
function pathsOf(env: OwnLoginsOptions['env']): readonly string[] {
  const home = env['HOME'] || env['USERPROFILE'] || homedir();
  const docker = env['DOCKER_CONFIG'] || join(home, '.docker');
  const runtime = env['XDG_RUNTIME_DIR'] ?? '';
  const config = env['XDG_CONFIG_HOME'] || join(home, '.config');
  const podman = env['REGISTRY_AUTH_FILE'] ?? '';
  return [
    join(docker, 'config.json'),
    ...(podman === '' ? [] : [podman]),
    ...(podman === '' && runtime !== '' ? [join(runtime, 'containers', 'auth.json')] : []),
    ...(podman === '' ? [join(config, 'containers', 'auth.json')] : []),
  ];
}

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ENOENT' || code === 'ENOTDIR';
}

async function loginsFor(
  reference: ImageReference,
  configs: readonly OwnConfig[],
  helpers: HelperRuns,
): Promise<readonly ProbeLogin[]> {
  const found = new Map<string, ProbeLogin>();
  for (const config of configs) {
    const login = await loginIn(config, reference, helpers);
    if (login === undefined) continue;
    const key = `${login.username}\n${login.password.reveal()}`;
    const source = `your own login for ${reference.domain}`;
    if (!found.has(key)) found.set(key, { source, login, kubelets: false });
  }
  return [...found.values()];
}

/** A helper for the host comes before the store for all, and that before what stands in the file. */
async function loginIn(
  config: OwnConfig,
  reference: ImageReference,
  helpers: HelperRuns,
): Promise<OwnLogin | undefined> {
  for (const server of serversOf(reference)) {
    const helper = config.helpers.get(server) ?? config.store;
    if (helper === undefined) continue;
    const login = await helpers.run(helper, server);
    if (login !== undefined) return login;
  }
  return storedLogin(config, repositoryOf(reference));
}

/** Names under which a helper may know a registry. */
function serversOf({ domain }: ImageReference): readonly string[] {
  return domain === 'docker.io' ? ['https://index.docker.io/v1/', 'docker.io', 'index.docker.io'] : [domain];
}

/** Each helper is asked about each server once: it may show a window, or wake a key. */
class HelperRuns {
  readonly #options: OwnLoginsOptions;
  readonly #blindSpots: BlindSpot[];
  readonly #answers = new Map<string, Promise<OwnLogin | undefined>>();

  constructor(options: OwnLoginsOptions, blindSpots: BlindSpot[]) {
    this.#options = options;
    this.#blindSpots = blindSpots;
  }

  run(helper: string, server: string): Promise<OwnLogin | undefined> {
    const key = `${helper} ${server}`;
    const known = this.#answers.get(key) ?? this.#runOnce(helper, server);
    this.#answers.set(key, known);
    return known;
  }

  async #runOnce(helper: string, server: string): Promise<OwnLogin | undefined> {
    const { env, helperTimeout = HELPER_TIMEOUT } = this.#options;
    const { askHelper } = await import('./credential-helper.ts');
    const answer: HelperAnswer = await askHelper(helper, server, { env, timeout: helperTimeout });
    if (answer.kind === 'login') return answer.login;
    if (answer.kind === 'failed') {
      this.#blindSpots.push({ what: `your login for ${server}`, why: answer.why });
    }
    return undefined;
  }
}
