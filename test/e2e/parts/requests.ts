import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../cluster/kube-api.ts';
import { DOMAIN } from '../cluster/addresses.ts';
import type { FoundPulls } from '../judge/pulldoctor.ts';
import { loginOf, type JournalEntry } from '../registries/request-journal.ts';
import { unless, type Checks } from './check.ts';
import type { PartContext } from './part-context.ts';

export interface AskedRegistries {
  /** Number of the first journal entry that counts. */
  readonly from: number;
  /** Access logs of the docker registries before anything was asked. */
  readonly logs: ReadonlyMap<string, string>;
  readonly found: FoundPulls;
  readonly checks: Checks;
}

const AGENT = 'pulldoctor/';
/** More than this for one failing pull would be rude: its image, its credentials. */
const MOST_PER_PULL = 12;

/** Hosts that hand their clients to a token server of another name. */
const REALMS: Readonly<Record<string, string>> = { [`auth.${DOMAIN}`]: `hub.${DOMAIN}` };

/** Names of hosts whose registry's log is called otherwise. */
const NAMES: Readonly<Record<string, string>> = { hub: 'tokens', mtls: 'mutual' };

/** Every login of the cases' secrets, by the host its entry is for. */
function meantLogins(context: PartContext): ReadonlyMap<string, ReadonlySet<string>> {
  const meant = new Map<string, Set<string>>();
  for (const { one, place } of context.runs)
    for (const object of one.make(place))
      for (const [host, login] of loginsIn(object))
        meant.set(host, (meant.get(host) ?? new Set()).add(login));
  return meant;
}

function loginsIn({ stringData = {} }: KubeObject): readonly (readonly [string, string])[] {
  const text = (stringData as Readonly<Record<string, string>>)['.dockerconfigjson'] ?? '{}';
  const { auths = {} } = JSON.parse(text) as {
    readonly auths?: Readonly<Record<string, { readonly auth?: unknown }>>;
  };
  return Object.entries(auths).flatMap(([key, { auth }]) => {
    const [, host = key] = /^(?:https?:\/\/)?([^/]+)/u.exec(key) ?? [];
    return typeof auth === 'string' ? [[host, Buffer.from(auth, 'base64').toString('utf8')] as const] : [];
  });
}

/** Logins that reached a host their secret is not for. */
function strayLogins(context: PartContext, entries: readonly JournalEntry[]): readonly string[] {
  const meant = meantLogins(context);
  return entries.flatMap((entry) => {
    if (entry.authorization === '' && entry.body === '') return [];
    const login = loginOf(entry);
    const owner = REALMS[entry.host] ?? entry.host;
    if (login !== undefined && meant.get(owner)?.has(login) === true) return [];
    const what = login === undefined ? 'a token' : `the login of ${login.split(':')[0] ?? ''}`;
    // Tokens of a host's own token server are its own.
    return login === undefined && owner !== entry.host
      ? []
      : [`${entry.host}${entry.path} was given ${what}`];
  });
}

/** Access logs of the docker registries, by name. */
export function readAccess({ cluster }: PartContext): ReadonlyMap<string, string> {
  const names = ['open', 'private', 'tokens', 'mutual', 'http', 'mirror'];
  return new Map(
    names.map((name) => [name, readFileSync(join(cluster.logs, `registry-${name}.log`), 'utf8')]),
  );
}

/** Lines that clients of ours caused in an access log. */
function linesOf(before: string, now: string): number {
  return now
    .slice(before.length)
    .split('\n')
    .filter((line) => line.includes(`"${AGENT}`)).length;
}

/** Judges how much the registries were asked and with what; gives it in words. */
export function judgeRequests(context: PartContext, { from, logs, found, checks }: AskedRegistries): string {
  const { journal } = context.cluster.registries;
  const entries = journal.of(AGENT, from);
  const counts = countByHost(entries);
  for (const [name, now] of readAccess(context)) {
    const lines = linesOf(logs.get(name) ?? '', now);
    if (lines > 0) counts.set(name === 'open' ? 'registry' : name, lines);
  }
  const pulls = pullsByHost(found);
  const total = [...counts.values()].reduce((sum, one) => sum + one, 0);
  const greedy = [...counts].filter(
    ([host, count]) => count > MOST_PER_PULL * Math.max(1, pulls.get(host) ?? 1),
  );
  checks.note('no more is asked than needed', countsInWords(counts), [
    unless(total > 0, 'nobody was asked'),
    ...greedy.map(([host, count]) => `${host} was asked ${count} times for ${pulls.get(host) ?? 0} pulls`),
    ...entries
      .filter(({ method }) => !['GET', 'HEAD', 'POST'].includes(method))
      .map(({ method }) => `${method} was sent`),
  ]);
  const control = journal.of('containerd').filter(({ host }) => host === `thief.${DOMAIN}`);
  checks.note('no login at a host it is not meant for', `${entries.length} requests at the front`, [
    ...new Set(strayLogins(context, entries)),
    unless(
      !context.runs.some(({ one }) => one.name === 'token-unsafe') ||
        control.some((one) => loginOf(one) !== undefined),
      'the control is missing: the runtime gave nothing to the thief',
    ),
    ...entries
      .filter(({ host }) => host.startsWith('169.254.'))
      .map(({ path }) => `the metadata server was asked for ${path}`),
  ]);
  return `${total} requests to ${counts.size} hosts`;
}

function countByHost(entries: readonly JournalEntry[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { host } of entries) {
    const name = host.replace(`.${DOMAIN}`, '');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function pullsByHost(found: FoundPulls): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { pull } of [...found.values()].flat()) {
    const host = (pull.image.split('/')[0] ?? '').replace(`.${DOMAIN}`, '').replace(/:\d+$/u, '');
    counts.set(NAMES[host] ?? host, (counts.get(NAMES[host] ?? host) ?? 0) + 1);
  }
  return counts;
}

function countsInWords(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([host, count]) => `${host} ${count}`)
    .join(', ');
}
