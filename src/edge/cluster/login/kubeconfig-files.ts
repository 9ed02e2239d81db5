import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { loadYamlParser } from '../../files/parse-yaml.ts';
import { UserError } from '../../files/user-error.ts';
import { parseKubeconfig, type Kubeconfig } from './kubeconfig.ts';
import { readPlainYaml } from './kubeconfig-yaml.ts';

/** The kubeconfigs there are, as one. */
export interface KubeconfigFiles {
  readonly config: Kubeconfig;
  /** Files that were read, first the one that outranks the others. */
  readonly read: readonly string[];
  /** Files that were looked for in vain. */
  readonly missing: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the kubeconfigs as client-go's ClientConfigLoadingRules: the one asked for; else those of KUBECONFIG, of
 * which the first to name a context, a cluster, a user or the current context wins; else ~/.kube/config. Files
 * that are not there are passed over, unless it is the one asked for. Throws a UserError that names the file.
 */
export async function readKubeconfigs(asked: string | undefined, env: Environment): Promise<KubeconfigFiles> {
  const read: string[] = [];
  const missing: string[] = [];
  const configs: Kubeconfig[] = [];
  for (const path of asked === undefined ? usualFiles(env) : [asked]) {
    const text = fileText(path);
    if (text === undefined) {
      missing.push(path);
      continue;
    }
    read.push(path);
    configs.push(parseKubeconfig(await parsed(text, path), path));
  }
  if (asked !== undefined && read.length === 0) throw new UserError(`${asked}: there is no such kubeconfig`);
  return { config: merged(configs), read, missing };
}

function usualFiles(env: Environment): readonly string[] {
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  if (listed.length > 0) return [...new Set(listed)];
  const home = env['HOME'] ?? env['USERPROFILE'] ?? '';
  return home === '' ? [] : [join(home, '.kube', 'config')];
}

function fileText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const why: Readonly<Record<string, string>> = {
      EACCES: 'you may not read it',
      EISDIR: 'it is a folder',
    };
    throw new UserError(`${path}: the kubeconfig cannot be read: ${why[code] ?? code}`);
  }
}

async function parsed(text: string, path: string): Promise<unknown> {
  const plain = text.startsWith('{') ? readJson(text) : readPlainYaml(text);
  if (plain !== undefined) return plain.value;
  const parse = await loadYamlParser();
  try {
    return parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    // The parser's own words quote the text, which is full of secrets: only the place is said.
    throw new UserError(`${path} is no kubeconfig: it is not valid YAML${placeOf(error, text)}`);
  }
}

/** A kubeconfig may be JSON; what only begins like it may still be YAML. */
function readJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function placeOf(error: unknown, text: string): string {
  const at =
    error instanceof Error && 'pos' in error && Array.isArray(error.pos) ? Number(error.pos[0]) : NaN;
  return Number.isFinite(at) ? ` (line ${text.slice(0, at).split('\n').length})` : '';
}

function merged(configs: readonly Kubeconfig[]): Kubeconfig {
  return {
    currentContext: configs.map((config) => config.currentContext).find((name) => name !== '') ?? '',
    contexts: firstOfEach(configs.map((config) => config.contexts)),
    clusters: firstOfEach(configs.map((config) => config.clusters)),
    users: firstOfEach(configs.map((config) => config.users)),
  };
}

function firstOfEach<T>(maps: readonly ReadonlyMap<string, T>[]): ReadonlyMap<string, T> {
  if (maps.length === 1 && maps[0] !== undefined) return maps[0];
  // The last one set wins, so the files go in backwards.
  return new Map(maps.toReversed().flatMap((map) => [...map]));
}
