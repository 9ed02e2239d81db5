import { groupBy } from '../cluster-index.ts';
import type { Notice } from '../finding.ts';
import type { JudgedPull } from '../pulls/judged-pull.ts';

/**
 * Controllers whose pods always follow the template that was seen: a ReplicaSet's or Job's never
 * changes. Those of a StatefulSet or DaemonSet may be of an older revision.
 */
const FIXED_TEMPLATES: ReadonlySet<string> = new Set(['ReplicaSet', 'Job']);

/** Failing images that are not the template's: something rewrote them when the pod was admitted. */
export function rewrittenImages(pulls: readonly JudgedPull[]): readonly Notice[] {
  const notices = pulls.flatMap(({ pull, chain }): readonly Notice[] => {
    const maker = chain.links[0]?.workload;
    if (maker === undefined || !FIXED_TEMPLATES.has(maker.kind)) return [];
    const template = maker.containers.find(({ name }) => name === pull.container);
    if (template === undefined || template.image === pull.image || pull.kind === 'imageVolume') return [];
    const says = `${pull.container}: the template has ${template.image}, the pod was given ${pull.image} (rewritten on admission)`;
    return [
      {
        kind: 'image-rewritten',
        namespace: pull.namespace,
        object: `${pull.owner.kind}/${pull.owner.name}`,
        says,
      },
    ];
  });
  const distinct = groupBy(notices, ({ namespace, object, says }) => `${namespace}/${object}\n${says}`);
  return [...distinct.values()].flatMap(([first]) => first ?? []);
}
