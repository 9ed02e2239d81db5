/** The way to a host, as a probe went it: names, connections, certificates. */
import type { ImageProbe, LookFailureKind, RegistryLook } from '../../evidence/registry/image-probe.ts';
import type { Cause, Certainty, Rung } from '../cause.ts';

/** What broke on the way, seen from where the probe was made. */
export interface BrokenWay {
  readonly cause: Cause;
  readonly certainty: Certainty;
  readonly rung: Rung;
  readonly look: RegistryLook;
}

type Way = Pick<BrokenWay, 'cause' | 'rung'> & { readonly certainty?: Certainty };

/** Refusals of our own (`budget`, a realm or redirect not followed) are no fault of the registry's. */
const OF_FAILURE: Readonly<Partial<Record<LookFailureKind, Way>>> = {
  'name-not-found': { cause: 'dns-failure', rung: 'dns' },
  'name-unresolved': { cause: 'dns-failure', rung: 'dns' },
  refused: { cause: 'connection-refused', rung: 'connect' },
  timeout: { cause: 'connection-timeout', rung: 'connect' },
  unreachable: { cause: 'connection-timeout', rung: 'connect' },
  broken: { cause: 'connection-broken', rung: 'connect' },
  'tls-untrusted': { cause: 'tls-untrusted', rung: 'tls' },
  'tls-expired': { cause: 'tls-expired', rung: 'tls' },
  'tls-not-yet-valid': { cause: 'tls-expired', rung: 'tls' },
  'tls-hostname': { cause: 'tls-hostname', rung: 'tls' },
  'tls-protocol': { cause: 'connection-broken', rung: 'tls' },
  'plain-http': { cause: 'http-https-mismatch', rung: 'tls' },
  'needs-tls': { cause: 'http-https-mismatch', rung: 'tls' },
  proxy: { cause: 'proxy-failure', rung: 'connect' },
  // A portal or a proxy answers with pages of its own.
  'bad-answer': { cause: 'proxy-failure', rung: 'connect', certainty: 'possible' },
};

/** The failure that ended the way; nothing where every host that was needed answered. */
export function brokenWay({ looks }: ImageProbe): BrokenWay | undefined {
  const answered = new Set(looks.flatMap(({ host, answer }) => (answer === undefined ? [] : host.name)));
  const look = looks.findLast(({ failure, host }) => failure !== undefined && !answered.has(host.name));
  return look === undefined ? brokenRequest(looks) : ofLook(look, looks);
}

/** The host answers as a rule, and its last word was none. */
function brokenRequest(looks: readonly RegistryLook[]): BrokenWay | undefined {
  const last = looks.findLast(({ kind }) => kind !== 'tags' && kind !== 'catalog');
  return last?.failure === undefined ? undefined : ofLook(last, looks);
}

/** In: a look that failed, and those it stands among. Nothing where the failure is no fault of the way. */
export function ofLook(look: RegistryLook, looks: readonly RegistryLook[]): BrokenWay | undefined {
  const way = look.failure === undefined ? undefined : OF_FAILURE[look.failure.kind];
  if (way === undefined) return undefined;
  if (way.rung === 'connect' && inHandshake(look, looks))
    return { certainty: 'likely', ...way, rung: 'tls', look };
  const rung = look.failure?.kind === 'bad-answer' ? (ANSWERED_AT[look.kind] ?? way.rung) : way.rung;
  return { certainty: 'likely', ...way, rung, look };
}

/** The connection stood, and then nothing came, or it broke, before TLS was agreed on. */
function inHandshake({ kind, host }: RegistryLook, looks: readonly RegistryLook[]): boolean {
  const broke = (one: RegistryLook): boolean =>
    one.kind === 'tls' && one.failure !== undefined && one.host.name === host.name;
  return kind === 'tls' || looks.some(broke);
}

/** Something answered, so that the way was open as far as the question. */
const ANSWERED_AT: Readonly<Partial<Record<RegistryLook['kind'], Rung>>> = {
  ping: 'sign-in',
  token: 'sign-in',
  manifest: 'manifest',
  'child-manifest': 'manifest',
};

/** What came back in place of an answer; whose it was, where that is not said. */
export function failureWords({ failure, kind, host }: RegistryLook): string {
  const says = failure?.says ?? '';
  return failure?.kind === 'bad-answer' && kind === 'token'
    ? `${says} of the token server ${host.name}`
    : says;
}

/** Any server under this name said something over HTTP. */
export function hasAnswered({ looks }: ImageProbe, host?: string): boolean {
  return looks.some((look) => look.answer !== undefined && (host === undefined || look.host.name === host));
}
