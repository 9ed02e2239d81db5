/** What a probe shows besides the answer that decides: tags, certificates, counts, clocks. */
import type { CertificateFacts, ImageProbe, RateLimitFacts } from '../../evidence/registry/image-probe.ts';
import type { Cause } from '../cause.ts';
import { counted, spanText } from '../clock-time.ts';
import { isLoopbackHost } from '../../evidence/registry/loopback-host.ts';
import { formatPlatform } from '../../evidence/image/platform.ts';
import { byteSize } from '../byte-size.ts';
import { credentialWords, loginWords } from './credential-words.ts';
import type { Asker } from './credential-words.ts';
import { readerOf, tagOf } from './judge-access.ts';
import type { ProbeVerdict } from './probe-verdict.ts';
import { sentLogin, spokenWay } from './spoken-way.ts';

const ABOUT_TLS: ReadonlySet<Cause> = new Set<Cause>(['tls-untrusted', 'tls-expired', 'tls-hostname']);

/** Sentences without a full stop, the most telling first. */
export function probeFacts(
  cause: Cause | undefined,
  probed: ProbeVerdict,
  asker: Asker = 'pod',
): readonly string[] {
  const { probe } = probed;
  return [
    ...plainFacts(probe),
    ...tagFacts(probe),
    ...readerFacts(probed, asker),
    ...orderFacts(probe),
    ...(cause !== undefined && ABOUT_TLS.has(cause) ? certificateFacts(probe) : []),
    ...(cause === 'pull-timeout' || asker === 'name' ? sizeFacts(probe) : []),
    ...limitFacts(cause, probe.rateLimit, asker),
    ...clockFacts(probe.clockSkew),
    ...(asker === 'name' ? ownFacts(probed) : []),
  ];
}

/** Whoever sits in between can read it, and answer in the registry's stead. */
function plainFacts(probe: ImageProbe): readonly string[] {
  if (spokenWay(probe).tls) return [];
  const login = sentLogin(probe) ? ', the login included' : '';
  return [
    `asked over plain HTTP, without TLS: nothing was encrypted${login}, and nobody vouches for who answered`,
  ];
}

/** `localhost` is each machine's own, and so is a proxy. */
function ownFacts({ host, probe }: ProbeVerdict): readonly string[] {
  const own = host !== undefined && isLoopbackHost(host.name);
  return [
    ...(own ? [`${host.name} is this machine's own: on a node the same name is the node's`] : []),
    ...(spokenWay(probe).proxied
      ? [
          'asked through the proxy of this machine, which looked the name up and connected: nodes have their own way',
        ]
      : []),
  ];
}

/** Compressed, as they are fetched: unpacked they take more. */
function sizeFacts({ manifest, children = [] }: ImageProbe): readonly string[] {
  const sizes = children.flatMap(({ platform, size }) =>
    size === undefined
      ? []
      : [byteSize(size) + (platform.os === '' ? '' : ` for ${formatPlatform(platform)}`)],
  );
  if (sizes.length > 0) return [`to fetch: ${sizes.join(', ')}`];
  return manifest?.size === undefined ? [] : [`to fetch: ${byteSize(manifest.size)}`];
}

function tagFacts({ tags, image, manifest }: ImageProbe): readonly string[] {
  if (tags === undefined || manifest !== undefined) return [];
  const wanted = tagOf(image);
  const least = tags.complete ? '' : 'at least ';
  const without = wanted === undefined || tags.names.includes(wanted) ? '' : ` and has no ${wanted}`;
  return [`the repository exists (${least}${counted(tags.names.length, 'tag')})${without}`];
}

/** The kubelet is refused, and somebody else may read it. */
function readerFacts({ probe, outcome }: ProbeVerdict, asker: Asker): readonly string[] {
  const reader = readerOf(probe);
  if (outcome !== 'fails' || reader === undefined || reader.kubelets || probe.manifest === undefined)
    return [];
  return [`the image is there: read ${credentialWords(reader, asker)}`];
}

/** A stale login before the one that works costs an attempt now, and the pull when the other goes too. */
function orderFacts({ trials }: ImageProbe): readonly string[] {
  const at = trials.findIndex(({ outcome, kubelets }) => kubelets && outcome === 'accepted');
  const first = trials
    .slice(0, Math.max(at, 0))
    .find(({ outcome, kubelets }) => kubelets && (outcome === 'rejected' || outcome === 'denied'));
  const reader = trials[at];
  if (first === undefined || reader === undefined) return [];
  return [
    `${loginWords(first)} is tried before and refused${first.status === undefined ? '' : ` (${first.status})`}: it works only because ${loginWords(reader)} matches as well`,
  ];
}

function certificateFacts({ looks }: ImageProbe): readonly string[] {
  const [certificate] = looks.flatMap((look) => look.certificate ?? []);
  return certificate === undefined ? [] : [certificateWords(certificate)];
}

const MOST_NAMES = 4;

function certificateWords({ subject, issuer, names, notBefore, notAfter }: CertificateFacts): string {
  const shown = names.slice(0, MOST_NAMES).join(', ') + (names.length > MOST_NAMES ? ', …' : '');
  const who = subject === issuer ? `signed by itself (${subject})` : `of ${subject} by ${issuer}`;
  return `certificate ${who}, for ${shown === '' ? 'no name' : shown}, valid ${day(notBefore)} to ${day(notAfter)}`;
}

function day(at: number): string {
  return Number.isFinite(at) && Math.abs(at) < 8.64e15 ? new Date(at).toISOString().slice(0, 10) : 'unknown';
}

/** Below this part of the limit it is worth saying, whatever the finding is. */
const LOW = 0.1;

function limitFacts(
  cause: Cause | undefined,
  rate: RateLimitFacts | undefined,
  asker: Asker,
): readonly string[] {
  const { limit, remaining, window, source } = rate ?? {};
  if (limit === undefined || remaining === undefined) return [];
  if (cause !== 'rate-limited' && remaining > limit * LOW) return [];
  const span = window === undefined ? '' : ` in ${spanText(window * 1000)}`;
  const counts = source === undefined ? '' : `, counted for ${source}`;
  const whose =
    asker === 'pod'
      ? 'from here, not from your node, unless both sign in to one account'
      : 'nodes have a count of their own unless they share the account or the address';
  return [`${remaining} of ${limit} pulls are left${span}${counts}: ${whose}`];
}

/** Tokens and certificates are good for minutes on both sides; less than this harms nobody. */
const HARMLESS_SKEW = 60_000;

function clockFacts(skew: number | undefined): readonly string[] {
  if (skew === undefined || Math.abs(skew) < HARMLESS_SKEW) return [];
  return [
    `the registry's clock is ${spanText(Math.abs(skew))} ${skew > 0 ? 'ahead of' : 'behind'} this machine's: fresh tokens may seem not yet valid, or spent`,
  ];
}
