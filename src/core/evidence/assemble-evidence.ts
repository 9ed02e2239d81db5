import { parseClusterObject, parseTypeMeta, type ClusterObject, type TypeMeta } from './cluster-object.ts';
import { DumpClock } from './dump-clock.ts';
import type { EventEvidence } from './event.ts';
import type { BlindSpot, ClusterEvidence, Instant } from './evidence.ts';
import { objectOf, textOf } from './json-value.ts';
import type { NodeEvidence } from './node.ts';
import { ObjectCollection } from './object-collection.ts';
import { parseObjectMeta } from './parse-object-meta.ts';
import type { PodEvidence } from './pod.ts';
import type { SecretEvidence } from './secret.ts';
import type { ServiceAccountEvidence } from './service-account.ts';
import type { WorkloadEvidence } from './workload.ts';

export interface AssemblyOptions {
  readonly source: ClusterEvidence['source'];
  /** The clock of the diagnosis where it is known (a live cluster); otherwise the newest time seen is. */
  readonly asOf?: Instant;
  /** Stands in when nothing bears a time. */
  readonly now?: Instant;
}

/** Where an object was found. */
export interface Origin {
  /** As the user named it; two states of one object in different files are worth a word. */
  readonly file: string;
  /** The list it is an item of. */
  readonly list?: TypeMeta;
}

const NOWHERE: Origin = { file: '' };
/** So many objects that two files disagree on are named. */
const NAMED = 3;
