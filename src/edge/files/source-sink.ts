import type { EvidenceAssembly } from '../../core/evidence/assemble-evidence.ts';
import { typeMetaOf, type TypeMeta } from '../../core/evidence/cluster-object.ts';
import { listOf, objectOf, textOf } from '../../core/evidence/json-value.ts';
import type { Loss, ObjectSink } from './object-sink.ts';

/** Lists in lists nobody writes on purpose. */
const DEEPEST_LIST = 4;

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

  constructor(assembly: EvidenceAssembly, file: string) {
    this.#assembly = assembly;
    this.#file = file;
  }

  object(json: unknown, list?: TypeMeta): void {
    this.#add(json, list, 0);
  }

  list(type: TypeMeta): void {
    this.lists++;
    this.#assembly.addList(type);
  }

  lost(loss: Loss): void {
    this.losses.push(loss);
  }

  /** Whether pods may have been in what was lost. */
  get mayMissPods(): boolean {
    return !this.#podsComplete;
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
    const kind = this.#assembly.add(json, { file: this.#file, ...(list && { list }) });
    if (kind === undefined) this.others++;
    else this.objects++;
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
