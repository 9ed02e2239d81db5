import { decides } from '../judgement/said.ts';
import type { CauseRule } from '../judgement/cause-rule.ts';

/** `${TAG}`, `{{ .Values.tag }}`, `<tag>`: a template that nobody filled in. */
function unrendered(image: string | undefined): boolean {
  return image !== undefined && /\$\{|\{\{|<[\w .-]{1,60}>|\$\(/u.test(image);
}

/** The image string does not parse: the kubelet never asks a registry (pkg/util/parsers, distribution/reference). */
export const invalidReference: CauseRule = {
  cause: 'invalid-reference',
  rung: 'reference',
  retry: 'permanent',
  actor: 'author',
  groupBy: 'image',
  judge(said, at) {
    if (decides(said, 'registry-error')?.code === 'NAME_INVALID')
      return { certainty: 'likely', rung: 'repository' };
    if (decides(said, 'reference') === undefined) return undefined;
    return { certainty: 'proven', ...(unrendered(at.image) ? { reason: 'template-not-rendered' } : {}) };
  },
};
