import type { ProbeCircumstances, ProbeVerdict } from './probe-verdict.ts';

/** What a probe shows of one pull, where the registry was asked about its image with its credentials. */
export interface ProbedPull extends ProbeVerdict {
  readonly credentials: ProbeCircumstances['credentials'];
  /** True where the registry's name leads somewhere else on the node: `localhost` is each machine's own. */
  readonly onlyHere: boolean;
}
