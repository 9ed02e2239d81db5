/** An image that was asked about by its name: no pod, node or owner stands behind the question. */
import type { Finding } from '../diagnosis/finding.ts';
import { isReference, parseImageReference, type ImageReference } from '../evidence/image/image-reference.ts';
import { hostLike } from './pull-secret.ts';
import { shellLine } from './shell-quote.ts';

/** How the question was put, so that the next one is put in the same way. */
export interface AskedWith {
  /** Flags of `pulldoctor probe` for the registry itself: `--plain-http`, `--cacert FILE`. */
  readonly how: readonly string[];
  /** Flags that say as whom: `--as-me`; none for nobody. */
  readonly who: readonly string[];
}

export interface AskedImage {
  readonly finding: Finding;
  readonly asked: AskedWith;
  /** As it was asked for. */
  readonly image: string;
  readonly reference?: ImageReference;
  /** The host that the finding is about, as it may stand in a command. */
  readonly host: string;
}

/** In: a finding without pulls. */
export function readAskedImage(finding: Finding, asked: AskedWith): AskedImage {
  const image = finding.images[0] ?? '<IMAGE>';
  const parsed = parseImageReference(image);
  const reference = isReference(parsed) ? parsed : undefined;
  const host = hostLike(finding.host?.name) ?? hostLike(reference?.domain) ?? '<REGISTRY>';
  return { finding, asked, image, host, ...(reference !== undefined && { reference }) };
}

/** The same question about this image, with more flags. */
export function askAgain(
  { asked: { how, who } }: AskedImage,
  image: string,
  ...more: readonly string[]
): string {
  return shellLine('pulldoctor', 'probe', argument(image), ...who, ...how, ...more);
}

/** The same question as somebody else. */
export function askAs({ asked: { how }, image }: AskedImage, ...who: readonly string[]): string {
  return shellLine('pulldoctor', 'probe', argument(image), ...who, ...how);
}

/** No image begins with a hyphen, and what does must not be taken for a flag. */
function argument(image: string): string {
  return image.startsWith('-') ? '<IMAGE>' : image;
}
