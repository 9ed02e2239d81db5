import type { EvidenceAssembly } from '../../core/evidence/objects/assemble-evidence.ts';
import { parseTypeMeta, typeMetaOf, type TypeMeta } from '../../core/evidence/objects/cluster-object.ts';
import { listOf, objectOf, textOf } from '../../core/evidence/objects/json-value.ts';
import type { Loss, ObjectSink } from './object-sink.ts';

/** Lists in lists nobody writes on purpose. */
const DEEPEST_LIST = 4;
/** So many objects wait at most for their list to say what they are; only small lists make any wait. */
const MOST_WAITING = 10_000;

/** Takes what is read from one file to the evidence, and keeps count. */
export class SourceSink implements ObjectSink {
  /** Objects of kinds that matter here, objects of other kinds, lists, and what was lost. */
  objects = 0;
  others = 0;
  lists = 0;
  readonly losses: Loss[] = [];
  readonly #assembly: EvidenceAssembly;
  readonly #file: string;
  /** Kubectl writes one kind after another: when another one comes after pods, those are complete. */
  #kind: string | undefined;
  #podsComplete = false;
  /** Pods came back after another kind: whoever wrote this does not keep kinds together. */
  #mixed = false;
  /** Items that say nothing of what they are, in a list that has not said it yet. */
  #waiting: unknown[] = [];

  constructor(assembly: EvidenceAssembly, file: string) {
    this.#assembly = assembly;
    this.#file = file;
  }

  object(json: unknown, list?: TypeMeta): void {
    this.#add(json, list, 0);
  }

  list(type: TypeMeta): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const json of waiting) this.#take(json, type);
    this.lists++;
    this.#assembly.addList(type);
  }

  lost(loss: Loss): void {
    this.losses.push(loss);
  }

  /** Whether pods may have been in what was lost. */
  get mayMissPods(): boolean {
    return !this.#podsComplete || this.#mixed;
  }

  #add(json: unknown, list: TypeMeta | undefined, depth: number): void {
    const type = typeMetaOf(json);
    const items = objectOf(json)['items'];
    if (type.kind.endsWith('List') && Array.isArray(items) && depth < DEEPEST_LIST) {
      for (const item of listOf(items)) this.#add(item, type, depth + 1);
      this.list(type);
      return;
    }
    const watched = watchedObject(json, type);
    if (watched !== undefined && depth < DEEPEST_LIST) return this.#add(watched, list, depth + 1);
    const known = list === undefined || parseTypeMeta(json, list).kind !== '';
    if (known || this.#waiting.length >= MOST_WAITING) this.#take(json, list);
    else this.#waiting.push(json);
  }

  #take(json: unknown, list: TypeMeta | undefined): void {
    const kind = this.#assembly.add(json, { file: this.#file, ...(list && { list }) });
    if (kind === undefined) this.others++;
    else this.objects++;
    this.#mixed ||= kind === 'Pod' && this.#podsComplete;
    this.#podsComplete ||= this.#kind === 'Pod' && kind !== 'Pod';
    this.#kind = kind;
  }
}

/** What `kubectl get -w --output-watch-events` wraps objects in: `{"type":"ADDED","object":{…}}`. */
function watchedObject(json: unknown, { kind }: TypeMeta): unknown {
  const event = objectOf(json);
  const watched = kind === '' && /^(?:ADDED|MODIFIED|ERROR)$/.test(textOf(event['type']));
  return watched ? event['object'] : undefined;
}
