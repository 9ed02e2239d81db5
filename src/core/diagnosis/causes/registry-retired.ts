import { or } from '../judgement/alternative.ts';
import { answeredStatus, answered, decides, hinted } from '../judgement/said.ts';
import { retiredRegistry } from '../../evidence/image/retired-registries.ts';
import { domainOfImage } from '../../evidence/message/message-host.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

function hostGone(host: string | undefined, image: string | undefined): boolean {
  const domains = [host, image === undefined ? undefined : domainOfImage(image)];
  return domains.some(
    (domain) => domain !== undefined && retiredRegistry(domain, 'any/image')?.fully === true,
  );
}

/** Google's Container Registry answers 412 for projects that did not move to Artifact Registry. */
const CONTAINER_REGISTRY = /^(?:[a-z-]{1,10}\.)?gcr\.io$/u;

/** The registry is shut down, frozen or moved. */
export const registryRetired: CauseRule = {
  cause: 'registry-retired',
  rung: 'repository',
  retry: 'permanent',
  actor: 'author',
  groupBy: 'host',
  judge(said, at) {
    if (hinted(said, 'retired')) return { certainty: 'proven', reason: 'registry-moved' };
    const spoke = answered(said) || decides(said, 'content') !== undefined;
    if (spoke && hostGone(said.host?.name, said.image ?? at.image))
      return { certainty: 'likely', reason: 'registry-moved' };
    if (answeredStatus(said) === 412 && CONTAINER_REGISTRY.test(said.host?.name ?? ''))
      return { certainty: 'likely', reason: 'registry-moved' };
    if (answeredStatus(said) !== 410) return undefined;
    return {
      certainty: 'possible',
      alternatives: [
        or(
          'not-found-unspecified',
          '410 Gone may be said of the image alone',
          'another image of the same registry',
        ),
        or(
          'registry-unavailable',
          'the registry may be gone for a while only',
          'the status page of the registry',
        ),
      ],
    };
  },
};
