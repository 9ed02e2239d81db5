/** What to do about an image that was asked about by its name, where no object of a cluster is there to change. */
import type { Cause } from '../diagnosis/cause.ts';
import type { Finding } from '../diagnosis/finding.ts';
import { retiredRegistry } from '../evidence/image/retired-registries.ts';
import { formatReference, repositoryOf } from '../evidence/image/image-reference.ts';
import { askAsOthers, askWithOwnCount, letIn, loginAnew } from './asked-access.ts';
import { askAgain, readAskedImage, type AskedImage, type AskedWith } from './asked-image.ts';
import {
  connectRemedies,
  datesRemedies,
  hostnameRemedies,
  nameRemedies,
  proxyRemedies,
  schemeRemedies,
  trustRemedies,
} from './asked-way.ts';
import { correctReference } from './correct-reference.ts';
import { commandRemedy, remedy } from './plan.ts';
import type { Remedy } from './remedy.ts';
import { shellLine } from './shell-quote.ts';

type Planner = (image: AskedImage) => readonly Remedy[];

const MAX_REMEDIES = 3;

/** Causes that no registry shows have none. */
const PLANNERS: Readonly<Partial<Record<Cause, Planner>>> = {
  'invalid-reference': correctRemedies,
  'repository-not-found': (image) => [readAgain(image), ...settleHidden(image), push(image)],
  'tag-not-found': (image) => [...listTags(image), push(image)],
  'digest-not-found': (image) => [askForTag(image), push(image)],
  'not-found-unspecified': (image) => [readAgain(image), ...askAsOthers(image)],
  'platform-mismatch': (image) => [build(image)],
  'wrong-architecture-binary': (image) => [build(image)],
  'unsupported-manifest': (image) => [nameAnImage(image), build(image)],
  'access-denied-ambiguous': (image) => [...askAsOthers(image), readAgain(image)],
  'credentials-missing': askAsOthers,
  'credentials-rejected': loginAnew,
  'credentials-expired': loginAnew,
  forbidden: letIn,
  'dns-failure': nameRemedies,
  'connection-refused': connectRemedies,
  'connection-timeout': connectRemedies,
  'connection-broken': connectRemedies,
  'tls-untrusted': trustRemedies,
  'tls-expired': datesRemedies,
  'tls-hostname': hostnameRemedies,
  'http-https-mismatch': schemeRemedies,
  'proxy-failure': proxyRemedies,
  'rate-limited': askWithOwnCount,
  'registry-unavailable': connectRemedies,
  'corrupt-content': (image) => [push(image)],
};

/**
 * In: a finding without pulls, and how the image was asked about. Out: at most three things to do, the best first;
 * each names the image and nothing of a cluster but what was asked with.
 */
export function planAskedRemedies(finding: Finding, asked: AskedWith): readonly Remedy[] {
  const image = readAskedImage(finding, asked);
  const planned = [
    ...nearRemedies(image),
    ...movedRemedies(image),
    ...(PLANNERS[finding.cause]?.(image) ?? []),
  ];
  return planned.slice(0, MAX_REMEDIES);
}

/** What does exist and comes close. */
function nearRemedies(image: AskedImage): readonly Remedy[] {
  const [near] = image.finding.suggestions ?? [];
  if (near === undefined) return [];
  return [
    commandRemedy(
      { title: `If ${shortName(near.image, image.image)} is what was meant, name that one`, safety: 'safe' },
      askAgain(image, near.image),
    ),
  ];
}

/** `web:v1.0.0`, where only what follows the last slash differs. */
function shortName(image: string, wanted: string): string {
  const from = image.lastIndexOf('/') + 1;
  return wanted.startsWith(image.slice(0, from)) ? image.slice(from) : image;
}

function movedRemedies(image: AskedImage): readonly Remedy[] {
  const { reference } = image;
  const retired = reference === undefined ? undefined : retiredRegistry(reference.domain, reference.path);
  if (reference === undefined || retired?.successor === undefined) return [];
  const version = formatReference(reference).slice(repositoryOf(reference).length);
  return [
    commandRemedy(
      { title: 'Ask where it is now', safety: 'safe', notes: [retired.sentence] },
      askAgain(image, retired.successor + version),
    ),
  ];
}

function correctRemedies(image: AskedImage): readonly Remedy[] {
  const corrected = correctReference(image.image);
  if (corrected === undefined)
    return [remedy({ title: 'Write the name anew', safety: 'safe', notes: [FORM] }, NOTHING)];
  const steps = corrected.steps.join(', ');
  const title = `Write it as ${corrected.image}: ${steps}`;
  return [commandRemedy({ title, safety: 'safe' }, askAgain(image, corrected.image))];
}

const FORM = 'registry.example.com/team/app:1.0 is the form: lower case up to the tag, one tag, no spaces';

const NOTHING = { commands: [], notes: [] };

function readAgain({ reference, host }: AskedImage): Remedy {
  const parts = (reference?.path ?? '').split('/');
  const hint =
    reference === undefined || reference.explicitDomain
      ? `${parts.join('/')} is the path at ${host}`
      : `Without a host in it, it is looked for on Docker Hub, as ${parts.join('/')}`;
  return remedy({ title: 'Read the name again', safety: 'safe', notes: [hint] }, NOTHING);
}

function listTags({ reference, finding }: AskedImage): readonly Remedy[] {
  if ((finding.suggestions ?? []).length > 0) return [];
  const name = reference === undefined ? '<REPOSITORY>' : repositoryOf(reference);
  return [
    commandRemedy(
      { title: 'See which tags there are', safety: 'safe' },
      shellLine('skopeo', 'list-tags', `docker://${name}`),
    ),
  ];
}

/** Where a hidden repository is answered in the same way. */
function settleHidden(image: AskedImage): readonly Remedy[] {
  return image.finding.alternatives.length > 0 ? askAsOthers(image).slice(0, 1) : [];
}

/** A digest that is gone: what its tag, or the newest, has now. */
function askForTag(image: AskedImage): Remedy {
  const { reference } = image;
  const name = reference === undefined ? '<REPOSITORY>' : repositoryOf(reference);
  return commandRemedy(
    { title: 'See which digest the tag has now', safety: 'safe' },
    askAgain(image, `${name}:${reference?.tag ?? '<TAG>'}`),
  );
}

function push({ reference }: AskedImage): Remedy {
  const name = reference === undefined ? '<IMAGE>' : formatReference(reference);
  const pinned = reference?.digest !== undefined;
  const source = pinned ? `${repositoryOf(reference)}:${reference.tag ?? '<TAG>'}` : name;
  return commandRemedy(
    {
      title: 'Push it, if it was to be there',
      safety: 'unsafe',
      notes: [pinned ? 'Built anew it gets another digest' : undefined],
    },
    shellLine('docker', 'push', source),
  );
}

function build({ reference, asked }: AskedImage): Remedy {
  const name = reference === undefined ? '<IMAGE>' : `${repositoryOf(reference)}:${reference.tag ?? '<TAG>'}`;
  const wanted = asked.how.filter((_, at) => asked.how[at - 1] === '--platform');
  const platforms = [...new Set(['linux/amd64', 'linux/arm64', ...wanted])];
  return commandRemedy(
    {
      title: 'Build it for all platforms in use, and push it',
      safety: 'unsafe',
      notes: ['In the folder of its Dockerfile'],
    },
    shellLine('docker', 'buildx', 'build', '--platform', platforms.join(','), '-t', name, '--push', '.'),
  );
}

function nameAnImage({ reference, finding }: AskedImage): Remedy {
  const chart = finding.evidence.some(({ says }) => says.includes('helm'));
  if (chart && reference !== undefined)
    return commandRemedy(
      { title: 'It is a Helm chart: install it with Helm', safety: 'safe' },
      shellLine('helm', 'show', 'chart', `oci://${repositoryOf(reference)}`, ...version(reference.tag)),
    );
  return remedy({ title: 'Name an image: what stands there is for other programs', safety: 'safe' }, NOTHING);
}

function version(tag: string | undefined): readonly string[] {
  return tag === undefined ? [] : ['--version', tag];
}
