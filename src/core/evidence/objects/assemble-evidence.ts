import {
  itemType,
  parseClusterObject,
  parseTypeMeta,
  type ClusterObject,
  type TypeMeta,
} from './cluster-object.ts';
import { parseCollection, withCollected, type Collected } from './collection.ts';
import { DumpClock } from './dump-clock.ts';
import type { ClusterEvidence, ObjectName, UnreadKind } from '../evidence.ts';
import type { BlindSpot, Instant } from '../observed.ts';
import { objectOf } from './json-value.ts';
import { missingKinds } from './missing-kinds.ts';
import { ObjectCollection } from './object-collection.ts';
import { parseObjectMeta, type ObjectMeta } from './parse-object-meta.ts';
import { parseRefusal } from './parse-refusal.ts';
import { seeTimes } from './see-times.ts';
import { shareParts } from './share-parts.ts';
import { shareTexts } from './share-texts.ts';
import { slimPod } from './slim-pod.ts';

export interface AssemblyOptions {
  readonly source: ClusterEvidence['source'];
  /** The clock of the diagnosis where it is known (a live cluster); otherwise the newest time seen is. */
  readonly asOf?: Instant;
  /** Stands in when nothing bears a time. */
  readonly now?: Instant;
  /** The namespace of objects that do not name theirs; `default` when left out, as in kubectl. */
  readonly namespace?: string;
  /** Sees every Secret as it was given, with its values where it has them: none of those is kept here. */
  readonly onSecret?: (json: unknown) => void;
}

/** Where an object was found. */
export interface Origin {
  /** As the user named it: two states of one object in different files are worth a word. */
  readonly file: string;
  /** The list it is an item of. */
  readonly list?: TypeMeta;
}

type Is = ClusterObject['is'];
type ValueOf<T extends Is> = Extract<ClusterObject, { is: T }>['value'];

const NOWHERE: Origin = { file: '' };
/** So many of the objects that two files disagree on are named. */
const NAMED = 3;

/** The evidence in objects that are already parsed; see {@link EvidenceAssembly} for a stream of them. */
export function assembleEvidence(
  objects: Iterable<unknown>,
  options: AssemblyOptions = { source: 'files' },
): ClusterEvidence {
  const assembly = new EvidenceAssembly(options);
  for (const object of objects) assembly.add(object);
  return assembly.finish();
}

/** Puts objects together to {@link ClusterEvidence} one at a time, so that none has to be kept as JSON. */
export class EvidenceAssembly {
  readonly #options: AssemblyOptions;
  readonly #collections = new Map<Is, ObjectCollection<ClusterObject['value']>>();
  readonly #looked = new Set<string>();
  readonly #blindSpots: BlindSpot[] = [];
  readonly #absent: ObjectName[] = [];
  readonly #unread: UnreadKind[] = [];
  /** Files that `collect` saved, and what stood at the head of each. */
  readonly #collected = new Map<string, Collected>();
  readonly #clock = new DumpClock();
  readonly #share = shareTexts();
  readonly #shareParts = shareParts();
  #list: TypeMeta | undefined;
  #item: TypeMeta | undefined;
  /** Two files → names of the objects that each has in another state. */
  readonly #disagreements = new Map<string, string[]>();

  constructor(options: AssemblyOptions) {
    this.#options = options;
  }

  /**
   * Takes in one object. In: its parsed JSON, which is not kept. Out: its kind, where it is one that
   * says something of pulls; undefined for everything else.
   */
  add(json: unknown, origin: Origin = NOWHERE): string | undefined {
    const type = this.#typeOf(json, origin.list);
    const refusal = parseRefusal(json, type);
    if (refusal !== undefined) {
      this.addBlindSpot(refusal);
      return type.kind;
    }
    const collected = parseCollection(json, type);
    if (collected !== undefined) {
      this.#collected.set(origin.file, collected);
      return type.kind;
    }
    const meta = parseObjectMeta(objectOf(json), this.#share);
    if (meta === undefined) return undefined;
    // Where the time is known, none has to be looked for in conditions.
    const isBrief = this.#options.asOf !== undefined;
    const reading = isBrief ? { meta, brief: this.#shareParts } : { meta };
    const object = parseClusterObject(json, type, this.#share, reading);
    if (object === undefined) return undefined;
    // In a saved collection an object may have been asked for by its name: its head says what was listed.
    if (origin.list !== undefined && !this.#collected.has(origin.file)) this.#looked.add(type.kind);
    if (object.is === 'secret') this.#options.onSecret?.(json);
    if (!isBrief || object.is === 'event') seeTimes(this.#clock, object, meta);
    this.#put(object, meta, type, origin.file);
    return type.kind;
  }

  /** Takes note of a list, empty or not: a `PodList` says that pods were looked for. */
  addList({ kind }: TypeMeta): void {
    if (kind.endsWith('List') && kind !== 'List') this.#looked.add(kind.slice(0, -'List'.length));
  }

  addBlindSpot(blindSpot: BlindSpot): void {
    this.#blindSpots.push(blindSpot);
  }

  /** Takes note that the cluster has no such object: it was asked for by name. */
  addAbsent(object: ObjectName): void {
    this.#absent.push(object);
  }

  /** Takes note of a kind that is not read on purpose. */
  addUnread(kind: UnreadKind): void {
    this.#unread.push(kind);
  }

  /** Drops all objects of a kind: the list they are from has to be read anew. */
  forget(is: Is): void {
    this.#collections.delete(is);
  }

  /** Everything that was taken in. May be asked for again when there is more. */
  finish(): ClusterEvidence {
    const clock = this.#clock.read();
    const evidence: ClusterEvidence = {
      asOf: this.#options.asOf ?? clock.newest ?? this.#options.now ?? 0,
      source: this.#options.source,
      pods: this.#values('pod'),
      events: this.#values('event'),
      nodes: this.#values('node'),
      workloads: this.#values('workload'),
      serviceAccounts: this.#values('serviceAccount'),
      secrets: this.#values('secret'),
      looked: [...this.#looked].toSorted(),
      blindSpots: [...this.#blindSpots, ...[...this.#disagreements].map(disagreement), ...clock.blindSpots],
    };
    if (this.#collected.size > 0) return withCollected(evidence, [...this.#collected.values()]);
    if (evidence.source === 'cluster') {
      return { ...evidence, absent: [...this.#absent], unread: [...this.#unread] };
    }
    return { ...evidence, blindSpots: [...evidence.blindSpots, ...missingKinds(evidence)] };
  }

  /** Of many items of one list only the first has to find out what they are. */
  #typeOf(json: unknown, list: TypeMeta | undefined): TypeMeta {
    if (list === undefined || objectOf(json)['kind'] !== undefined) return parseTypeMeta(json, list);
    if (list !== this.#list) {
      this.#list = list;
      this.#item = itemType(list);
    }
    return this.#item ?? parseTypeMeta(json, list);
  }

  #put(object: ClusterObject, meta: ObjectMeta, type: TypeMeta, file: string): void {
    // Kinds of different groups may share a collection and a name.
    const { is } = object;
    const name = is === 'workload' ? `${type.apiVersion}/${type.kind}/${meta.name}` : meta.name;
    const entry = { value: this.#kept(object), resourceVersion: meta.resourceVersion, file };
    const duplicate = this.#collection(is).put(meta.namespace, name, entry);
    // Events live by being counted on: two states of one are what two dumps are expected to hold.
    if (duplicate === undefined || duplicate.is === 'identical' || duplicate.file === file || is === 'event')
      return;
    const files = `${duplicate.file} and ${file}`;
    const names = this.#disagreements.get(files) ?? [];
    names.push([type.kind.toLowerCase(), [meta.namespace, meta.name].filter(Boolean).join('/')].join(' '));
    this.#disagreements.set(files, names);
  }

  #kept(object: ClusterObject): ClusterObject['value'] {
    if (object.is === 'node' || object.value.namespace !== '') {
      const isWhole = object.is === 'pod' && this.#options.asOf === undefined;
      return isWhole ? slimPod(object.value, this.#shareParts) : object.value;
    }
    return { ...object.value, namespace: this.#options.namespace ?? 'default' };
  }

  #collection(is: Is): ObjectCollection<ClusterObject['value']> {
    const collection = this.#collections.get(is) ?? new ObjectCollection<ClusterObject['value']>();
    this.#collections.set(is, collection);
    return collection;
  }

  #values<T extends Is>(is: T): readonly ValueOf<T>[] {
    return this.#collection(is).values() as readonly ValueOf<T>[];
  }
}

function disagreement([files, names]: readonly [string, readonly string[]]): BlindSpot {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return {
    what: `one of two states of ${names.slice(0, NAMED).join(', ')}${more}`,
    why: `${files} hold the same objects at different times; the newer state is the one used`,
  };
}
