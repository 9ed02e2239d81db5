/** Who was let in, and what the others were told. */
import { isReference, parseImageReference } from '../../evidence/image/image-reference.ts';
import type { CredentialTrial, ImageProbe, RegistryLook } from '../../evidence/registry/image-probe.ts';
import type { Cause } from '../cause.ts';
import { answerWords, loginOf, meaningOf } from './answer-meaning.ts';
import type { AnswerMeaning } from './answer-meaning.ts';
import { meaningOfRefusal, rememberedRefusal } from './login-check.ts';
import type { Vendor } from './vendors/vendor.ts';

/** A refusal or an absence, with the answer it rests on. */
export interface AccessFault extends AnswerMeaning {
  readonly look: RegistryLook;
  readonly says: string;
  readonly everywhere: boolean;
  readonly trial?: CredentialTrial;
}

/** The trial that the registry let read, the kubelet's own before any other. */
export function readerOf({ trials }: ImageProbe): CredentialTrial | undefined {
  const accepted = trials.filter(({ outcome }) => outcome === 'accepted');
  return accepted.find(({ kubelets }) => kubelets) ?? accepted[0];
}

/** The kubelet's credential whose refusal decides: a login before the anonymous last resort. */
export function refusedTrial({ trials }: ImageProbe): CredentialTrial | undefined {
  const refused = trials.filter(({ outcome }) => outcome !== 'accepted' && outcome !== 'not-tried');
  const kubelets = refused.filter((trial) => trial.kubelets);
  return kubelets.find(({ anonymous }) => !anonymous) ?? kubelets[0] ?? refused[0];
}

export function lookOf({ looks }: ImageProbe, trial: CredentialTrial | undefined): RegistryLook | undefined {
  return trial?.look === undefined ? undefined : looks[trial.look];
}

/** Nobody was let in, or somebody was and told that it is not there. */
export function accessFault(probe: ImageProbe, vendor: Vendor | undefined): AccessFault | undefined {
  const reader = readerOf(probe);
  const missing = missingContent(probe, reader, vendor);
  if (missing !== undefined) return missing;
  const trial = refusedTrial(probe);
  const look = lookOf(probe, trial) ?? rememberedRefusal(trial, probe) ?? lastRefusal(probe);
  const meaning = look === undefined ? undefined : meaningOfRefusal(look, trial, probe, vendor);
  if (look === undefined || meaning === undefined) return undefined;
  const says = told(look);
  return { ...meaning, look, says, everywhere: false, ...(trial === undefined ? {} : { trial }) };
}

/** A registry may refuse before any credential was tried: too many requests, a fault of its own. */
function lastRefusal({ looks }: ImageProbe): RegistryLook | undefined {
  return looks.findLast(({ answer, kind }) => {
    const { status = 0 } = answer ?? {};
    // A 401 to `GET /v2/` is how a registry says hello.
    return kind !== 'tags' && status >= 400 && !(kind === 'ping' && status === 401);
  });
}

function missingContent(
  probe: ImageProbe,
  reader: CredentialTrial | undefined,
  vendor: Vendor | undefined,
): AccessFault | undefined {
  const look =
    lookOf(probe, reader)?.answer?.status === 404
      ? lookOf(probe, reader)
      : probe.looks.find(({ kind, answer }) => kind === 'manifest' && answer?.status === 404);
  if (look === undefined || probe.manifest !== undefined) return undefined;
  const login = loginOf(look, probe.trials);
  const meaning = meaningOf(look, login, vendor) ?? UNTOLD;
  const found = withTags(meaning, probe, vendor);
  const cause = asAsked(found.cause, probe.image);
  return { ...found, cause, look, says: told(look), ...(reader === undefined ? {} : { trial: reader }) };
}

const UNTOLD: AnswerMeaning = { cause: 'not-found-unspecified', certainty: 'likely', alternatives: [] };

/** A list of tags is given only of a repository that is there and may be read. */
function withTags(
  meaning: AnswerMeaning,
  probe: ImageProbe,
  vendor: Vendor | undefined,
): AnswerMeaning & { readonly everywhere: boolean } {
  if (probe.tags !== undefined) {
    const listed = probe.tags.names.includes(tagOf(probe.image) ?? '');
    // Listed, and its manifest is gone: the registry's store is damaged, or was cleaned in between.
    if (listed) return { cause: 'corrupt-content', certainty: 'likely', alternatives: [], everywhere: true };
    return { cause: 'tag-not-found', certainty: 'proven', alternatives: [], everywhere: true };
  }
  const tags = probe.looks.findLast(({ kind, answer }) => kind === 'tags' && answer?.status === 404);
  const ofTags = tags === undefined ? undefined : meaningOf(tags, loginOf(tags, probe.trials), vendor);
  const settles = ofTags !== undefined && MISSING.has(meaning.cause);
  const found = settles ? ofTags : meaning;
  return { ...found, everywhere: found.certainty === 'proven' };
}

const MISSING: ReadonlySet<Cause> = new Set<Cause>(['tag-not-found', 'not-found-unspecified']);

/** A digest in the name is what was asked for, tag or not. */
function asAsked(cause: Cause, image: string): Cause {
  const read = parseImageReference(image);
  return cause === 'tag-not-found' && isReference(read) && read.digest !== undefined
    ? 'digest-not-found'
    : cause;
}

/** The tag that is asked for; nothing where a digest is. */
export function tagOf(image: string): string | undefined {
  const read = parseImageReference(image);
  if (!isReference(read) || read.digest !== undefined) return undefined;
  return read.tag ?? 'latest';
}

/** `404 MANIFEST_UNKNOWN for v1.0.1`, `401 from auth.docker.io`. */
export function told({ answer, kind, subject, host, failure }: RegistryLook): string {
  if (answer === undefined) return failure?.says ?? '';
  const words = answerWords(answer);
  if (kind === 'token') return `${words} from the token server ${host.name}`;
  return kind === 'manifest' && subject !== undefined && subject !== '' ? `${words} for ${subject}` : words;
}
