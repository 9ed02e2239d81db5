import type { ClusterEvidence } from '../evidence.ts';
import type { BlindSpot } from '../observed.ts';

/**
 * What a dump does not hold at all, of the kinds that nearly every diagnosis needs. Secrets, service
 * accounts and workloads are left to whoever misses them: most dumps are without, and rightly so.
 */
export function missingKinds({ pods, events, nodes, looked }: ClusterEvidence): readonly BlindSpot[] {
  const anything = pods.length + events.length + nodes.length > 0 || looked.length > 0;
  const missing = (kind: string, found: readonly unknown[]): boolean =>
    found.length === 0 && !looked.includes(kind);
  if (missing('Pod', pods)) {
    const grant = 'kubectl get pods,events,nodes -A -o json > dump.json';
    // An empty list does not say of what; a list of other things does not hold the pods asked for.
    return anything
      ? [{ what: 'pods', why: 'not in the dump', grant, hidesTarget: true }]
      : [{ what: 'pods', why: 'there are none in the dump', grant }];
  }
  return [
    ...(missing('Event', events)
      ? [
          {
            what: 'events',
            why: 'not in the dump: they were not saved, or had expired (the API server keeps them for an hour)',
            grant: 'kubectl get pods,events,nodes -A -o json > dump.json',
          },
        ]
      : []),
    ...(missing('Node', nodes)
      ? [
          {
            what: 'nodes',
            why: 'not in the dump: kubelet versions, platforms and conditions are unknown',
            grant: 'kubectl get pods,events,nodes -A -o json > dump.json',
          },
        ]
      : []),
  ];
}
