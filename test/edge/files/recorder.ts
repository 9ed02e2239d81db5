import type { TypeMeta } from '../../../src/core/evidence/objects/cluster-object.ts';
import type { Loss, ObjectSink } from '../../../src/edge/files/object-sink.ts';

/** A sink that keeps what it is handed. */
export class Recorder implements ObjectSink {
  readonly objects: unknown[] = [];
  /** The list that each of the objects was said to be an item of. */
  readonly listsOfObjects: (TypeMeta | undefined)[] = [];
  readonly lists: TypeMeta[] = [];
  readonly losses: Loss[] = [];

  object(json: unknown, list?: TypeMeta): void {
    this.objects.push(json);
    this.listsOfObjects.push(list);
  }

  list(type: TypeMeta): void {
    this.lists.push(type);
  }

  lost(loss: Loss): void {
    this.losses.push(loss);
  }
}
