import type { TypeMeta } from '../../evidence/objects/cluster-object.ts';
import { collectionOf } from '../../evidence/objects/collection.ts';
import type { ClusterEvidence } from '../../evidence/evidence.ts';
import { objectOf, textOf, type JsonObject } from '../../evidence/objects/json-value.ts';
import { mapTexts } from '../map-texts.ts';
import { scrubObject } from './scrub-object.ts';
import { scrubText } from './scrub-text.ts';

/** Who saved what, for whoever reads it later. */
export interface Saving {
  /** Version of this program. */
  readonly version: string;
  /** Context of the kubeconfig. */
  readonly context: string;
  /** Absent for all namespaces. */
  readonly namespace?: string;
  /** What was named; every pod of the scope when empty. */
  readonly targets: readonly { readonly kind?: string; readonly name: string }[];
}

/** Objects of a cluster as they may be handed on: scrubbed, each once, in its newest state. */
export class SavedObjects {
  readonly #texts = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** Takes an object as the API gave it; nothing of it is kept but what {@link scrubObject} leaves. */
  add(json: unknown, { kind, apiVersion }: TypeMeta): void {
    const scrubbed = scrubObject(json, { kind: `${kind}List`, apiVersion });
    if (scrubbed === undefined) return;
    const meta = objectOf(scrubbed['metadata']);
    const key = [kind, apiVersion, textOf(meta['namespace']), textOf(meta['name'])].join('/');
    if (!this.#texts.has(key)) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    this.#texts.set(key, JSON.stringify(scrubbed));
  }

  /** How many there are of each kind. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** A v1 List, an object a line; the first says when, whence, and what could not be seen. */
  toJson(evidence: ClusterEvidence, saving: Saving): string {
    const head: JsonObject = mapTexts<JsonObject>(collectionOf(evidence, { ...saving }), scrubText);
    const lines = [JSON.stringify(head), ...this.#texts.values()];
    return `{"apiVersion":"v1","kind":"List","metadata":{},"items":[\n${lines.join(',\n')}\n]}\n`;
  }
}
