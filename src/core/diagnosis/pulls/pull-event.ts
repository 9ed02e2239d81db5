/**
 * The events of a pull, by what the kubelet means with them.
 *
 * One reason word serves many things (`Failed` is also a container that did not start, `BackOff` also
 * a crash loop), so the fixed words in front of the quoted image decide. Follows
 * pkg/kubelet/images/image_manager.go and pkg/kubelet/events/event.go of Kubernetes 1.24 to 1.37.
 */
import type { EventEvidence } from '../../evidence/objects/event.ts';
import type { Instant } from '../../evidence/observed.ts';
import type { ContainerKind } from '../../evidence/objects/pod.ts';

export type PullEventKind =
  /** An attempt was queued; written before the wait for the serial queue. */
  | 'pulling'
  /** The network was used and the image came. */
  | 'pulled'
  /** The image was on the node: proves nothing about the registry. */
  | 'present'
  | 'failed'
  /** `Error: ErrImagePull` and its like: written at each failed attempt, without image and cause. */
  | 'attempt-error'
  /** Waiting; written at every sync in between. */
  | 'back-off'
  /** InvalidImageName and ImageInspectError alike. */
  | 'inspect-failed'
  | 'never-pull'
  | 'sandbox-failed'
  | 'secret-absent'
  /** `Error: <sentence>`: a pull secret that cannot be read, and every container that does not start. */
  | 'error';

/** The container an event speaks of. */
export interface EventContainer {
  readonly kind: ContainerKind;
  readonly name: string;
}

export interface PullEvent {
  readonly kind: PullEventKind;
  readonly event: EventEvidence;
  /** Verbatim, without `(combined from similar events): `. */
  readonly text: string;
  /** The image string as the kubelet quotes it, which is as the spec had it. */
  readonly image?: string;
  /** Absent for pod-level events and for merged ones, whose container may be another's. */
  readonly container?: EventContainer;
  /** How often it happened; at least 1, whatever the event says. */
  readonly count: number;
  /** Pull secrets the kubelet could not read (`secret-absent`). */
  readonly secrets: readonly string[];
}

/** Events that say that an attempt failed. */
export const FAILURE_KINDS: ReadonlySet<PullEventKind> = new Set<PullEventKind>([
  'failed',
  'inspect-failed',
  'never-pull',
]);

const COMBINED = '(combined from similar events): ';

/** How the kubelet begins what it says of a pull. */
interface Opening {
  readonly reason: string;
  readonly opening: string;
  readonly kind: PullEventKind;
}

/** Fixed words in front of the quoted image, by the event's reason. */
const OPENINGS: readonly Opening[] = [
  { reason: 'Pulling', opening: 'Pulling image "', kind: 'pulling' },
  { reason: 'Pulled', opening: 'Successfully pulled image "', kind: 'pulled' },
  { reason: 'Pulled', opening: 'Container image "', kind: 'present' },
  { reason: 'Failed', opening: 'Failed to pull image "', kind: 'failed' },
  { reason: 'Failed', opening: 'Error: ErrImagePull', kind: 'attempt-error' },
  { reason: 'Failed', opening: 'Error: RegistryUnavailable', kind: 'attempt-error' },
  { reason: 'Failed', opening: 'Error: SignatureValidationFailed', kind: 'attempt-error' },
  { reason: 'Failed', opening: 'Error: ImagePullBackOff', kind: 'back-off' },
  { reason: 'Failed', opening: 'Error: ', kind: 'error' },
  { reason: 'BackOff', opening: 'Back-off pulling image "', kind: 'back-off' },
  { reason: 'InspectFailed', opening: 'Failed to apply default image tag "', kind: 'inspect-failed' },
  { reason: 'InspectFailed', opening: 'Failed to inspect image "', kind: 'inspect-failed' },
  { reason: 'ErrImageNeverPull', opening: 'Container image "', kind: 'never-pull' },
  { reason: 'FailedCreatePodSandBox', opening: '', kind: 'sandbox-failed' },
  { reason: 'FailedToRetrieveImagePullSecret', opening: '', kind: 'secret-absent' },
];

/** Reads an event of a pod's pull; nothing for every other event. */
export function readPullEvent(event: EventEvidence): PullEvent | undefined {
  const text = event.message.startsWith(COMBINED) ? event.message.slice(COMBINED.length) : event.message;
  for (const { reason, opening, kind } of OPENINGS) {
    if (reason !== event.reason || !text.startsWith(opening)) continue;
    const image = opening.endsWith('"') ? readQuoted(text, opening.length) : undefined;
    const container = event.combined ? undefined : readFieldPath(event.object.fieldPath);
    return {
      kind,
      event,
      text,
      count: Number.isFinite(event.count) ? Math.max(1, event.count) : 1,
      secrets: kind === 'secret-absent' ? namesInParentheses(text) : [],
      ...(image === undefined || image === '' ? {} : { image }),
      ...(container === undefined ? {} : { container }),
    };
  }
  return undefined;
}

/** The image that the kubelet quotes at the beginning of a waiting message, unquoted. */
export function quotedImage(message: string): string | undefined {
  for (const { opening } of OPENINGS) {
    if (opening.endsWith('"') && message.startsWith(opening))
      return readQuoted(message, opening.length) || undefined;
  }
  return undefined;
}

/** When it was last seen; the beginning of time when the event bears no time. */
export function lastSeen(event: EventEvidence): Instant {
  return [event.last, event.first].find((at) => Number.isFinite(at)) ?? Number.NEGATIVE_INFINITY;
}

const FIELD_PATHS: readonly (readonly [prefix: string, kind: ContainerKind])[] = [
  ['spec.containers{', 'container'],
  ['spec.initContainers{', 'initContainer'],
  ['spec.ephemeralContainers{', 'ephemeralContainer'],
];

/** `spec.containers{app}` → the container; nothing for a pod-level path. */
export function readFieldPath(fieldPath: string): EventContainer | undefined {
  for (const [prefix, kind] of FIELD_PATHS) {
    if (fieldPath.startsWith(prefix) && fieldPath.endsWith('}'))
      return { kind, name: fieldPath.slice(prefix.length, -1) };
  }
  return undefined;
}

/** The text of a Go `%q` from just after its opening quote; what is left when it never closes. */
function readQuoted(text: string, from: number): string {
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '"') return unescape(text.slice(from, at));
  }
  return unescape(text.slice(from));
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
]);

function unescape(quoted: string): string {
  if (!quoted.includes('\\')) return quoted;
  return quoted.replace(/\\(.)/gsu, (_, character: string) => ESCAPES.get(character) ?? character);
}

function namesInParentheses(text: string): readonly string[] {
  const open = text.indexOf('(');
  const close = text.indexOf(')', open);
  if (open < 0 || close < 0) return [];
  return text
    .slice(open + 1, close)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
