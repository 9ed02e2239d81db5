import type { PulledRecord } from './peers.ts';

/** What works and what fails around a group. */
export interface Surroundings {
  readonly host: string;
  readonly images: readonly string[];
  readonly failingNodes: ReadonlySet<string>;
  /** The only node it fails on. */
  readonly node?: string;
  /** The group is about a way to a host, so its peers are that host's other images. */
  readonly byHost: boolean;
  readonly runningElsewhere: ReadonlyMap<string, number>;
  readonly runningHere: number;
  /** Newest pull since the failure began, on a node where it does not fail. */
  readonly pulledElsewhere?: PulledRecord;
  /** The same on a node where it fails. */
  readonly pulledHere?: PulledRecord;
  /** Nodes on which it runs nowhere, and whose own list of images has it. */
  readonly listedElsewhere: number;
  /** Other images that the failing nodes pulled since: of the same registry, and of others. */
  readonly othersPulled: { readonly sameHost: number; readonly otherHosts: number };
}
