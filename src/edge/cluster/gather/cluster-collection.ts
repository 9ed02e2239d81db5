import type { PullSecret } from '../../../core/evidence/credentials/pull-secret.ts';
import { parsePullSecret } from '../../../core/evidence/credentials/parse-pull-secret.ts';
import type { ClusterEvidence } from '../../../core/evidence/evidence.ts';
import { EvidenceAssembly, type Origin } from '../../../core/evidence/objects/assemble-evidence.ts';
import { parseObjectMeta } from '../../../core/evidence/objects/parse-object-meta.ts';
import { objectOf } from '../../../core/evidence/objects/json-value.ts';
import type { BlindSpot } from '../../../core/evidence/observed.ts';
import type { ApiFailure } from '../api-client.ts';
import type { ApiResource } from '../api-resource.ts';
import { failedLook, type WantedLook } from './failed-look.ts';
import { labelSelector } from './label-selector.ts';
import type { LiveRequest } from './live-request.ts';

const NOT_LISTED: Origin = { file: '' };

/** Everything read from a live cluster, and everything that could not be read, each said once. */
export class ClusterCollection {
  readonly #assembly: EvidenceAssembly;
  readonly #home: string;
  readonly #onObject: LiveRequest['onObject'];
  readonly #secrets: unknown[] = [];
  readonly #selectors = new Map<string, string>();
  readonly #said = new Set<string>();
  /** Of items, by their kind: made once, since there may be very many. */
  readonly #origins = new Map<string, Origin>();

  constructor({ now, onObject, namespace = '' }: Pick<LiveRequest, 'now' | 'onObject' | 'namespace'>) {
    this.#home = namespace;
    this.#assembly = new EvidenceAssembly({ source: 'cluster', asOf: now() });
    this.#onObject = onObject;
  }

  /** Takes an object; `listed` when it is an item of a list, which does not say its kind. */
  add(json: unknown, { kind, apiVersion }: ApiResource, listed: boolean): void {
    this.#assembly.add(json, listed ? this.#originOf(kind, apiVersion) : NOT_LISTED);
    this.#onObject?.(json, { kind, apiVersion });
    if (kind === 'Secret') this.#secrets.push(json);
    else if (kind !== 'Pod' && kind !== 'Event') this.#keepSelector(json, kind);
  }

  #originOf(kind: string, apiVersion: string): Origin {
    const known = this.#origins.get(kind);
    if (known?.list?.apiVersion === apiVersion) return known;
    const origin = { file: '', list: { kind: `${kind}List`, apiVersion } };
    this.#origins.set(kind, origin);
    return origin;
  }

  addAll(items: readonly unknown[], resource: ApiResource): void {
    for (const json of items) this.add(json, resource, true);
  }

  /** A list was read, though it may have been empty. */
  listed({ kind, apiVersion }: ApiResource): void {
    this.#assembly.addList({ kind: `${kind}List`, apiVersion });
  }

  /** A list begins anew. */
  forget(is: 'pod' | 'event'): void {
    this.#assembly.forget(is);
  }

  absent(kind: string, namespace: string, name: string): void {
    this.#assembly.addAbsent({ kind, namespace, name });
  }

  unread(kind: string, why: string, grant: string): void {
    this.#assembly.addUnread({ kind, why, grant });
  }

  /** A look that failed, each kind and place once. */
  failed(wanted: WantedLook, failure: ApiFailure): void {
    this.blind(failedLook(wanted, failure, this.#home));
  }

  /** The same of a look beyond what was asked about. */
  missed(wanted: WantedLook, failure: ApiFailure): void {
    this.blind({ ...failedLook(wanted, failure, this.#home), nicety: true });
  }

  /** The same of a look without which something that was asked for cannot be judged. */
  hide(wanted: WantedLook, failure: ApiFailure): void {
    this.blind({ ...failedLook(wanted, failure, this.#home), hidesTarget: true });
  }

  blind(spot: BlindSpot): void {
    const key = `${spot.what}\n${spot.why}`;
    if (this.#said.has(key)) return;
    this.#said.add(key);
    this.#assembly.addBlindSpot(spot);
  }

  /** Which pods a workload that was read selects. */
  selectorOf(kind: string, namespace: string, name: string): string | undefined {
    return this.#selectors.get(`${kind}/${namespace}/${name}`);
  }

  evidence(): ClusterEvidence {
    return this.#assembly.finish();
  }

  /** Read only when asked for: most diagnoses do without the logins. */
  get pullSecrets(): readonly PullSecret[] {
    const secrets = this.#secrets.flatMap((json) => parsePullSecret(json) ?? []);
    return [...new Map(secrets.map((one) => [`${one.namespace}/${one.name}`, one])).values()];
  }

  #keepSelector(json: unknown, kind: string): void {
    const selector = labelSelector(json);
    const meta = parseObjectMeta(objectOf(json));
    if (selector === undefined || meta === undefined) return;
    this.#selectors.set(`${kind}/${meta.namespace}/${meta.name}`, selector);
  }
}
