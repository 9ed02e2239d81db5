import type { JsonObject } from '../../core/evidence/objects/json-value.ts';
import type { Fault } from './fault.ts';
import type { PullScript } from './kubelet/pull-script.ts';
import type { RequestRecord } from './request-record.ts';

/** What a server is started with. Everything may be left out: an empty cluster whose every visitor is admin. */
export interface ApiServerOptions {
  /** Objects of any served kind, as `kubectl get -o json` prints them; a `List` is taken apart. */
  readonly objects?: Iterable<JsonObject>;
  /** PEM texts. Left out: plain HTTP. */
  readonly tls?: ServingCertificate;
  /**
   * Who may come in. Left out: everybody is `kubernetes-admin` and may do everything. Otherwise a request
   * without credentials is `system:anonymous`, who may read the version and nothing else.
   */
  readonly users?: readonly ApiUser[];
  readonly faults?: readonly Fault[];
  /** Called when a request is complete in the journal, its status included. */
  readonly onRequest?: (request: RequestRecord) => void;
  /** What the kubelets make of an image, by `image`; `*` is every other one. Left out: no pod is ever run. */
  readonly kubelet?: Readonly<Record<string, PullScript>>;
  /** What `nodes/NAME/proxy` gives, by node. */
  readonly nodes?: Readonly<Record<string, NodeAnswers>>;
  /** Texts of `pods/NAME/log`, by `namespace/pod/container`. Left out: the kubelet has not started it. */
  readonly logs?: Readonly<Record<string, string>>;
  /** `gitVersion`; `v1.35.4` when left out. */
  readonly version?: string;
  /** Milliseconds since the epoch, for ages and new objects. */
  readonly clock?: () => number;
  /** Milliseconds between two bookmarks of a watch that wants them; 60000 when left out, as the real server's. */
  readonly bookmarkEvery?: number;
}

export interface ServingCertificate {
  readonly certificate: string;
  readonly key: string;
  /** Who signed it: goes into `kubeconfig()`. */
  readonly ca?: string;
  /** Client certificates signed by this one are users: CN is the name, O are the groups. */
  readonly clientCa?: string;
}

export interface ApiUser {
  readonly name: string;
  /** Bearer token, and in the kubeconfig. */
  readonly token?: string;
  /** PEM texts of a client certificate: only for the kubeconfig, the server reads the name from the handshake. */
  readonly certificate?: string;
  readonly key?: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  /** What the user may do; `all` is cluster-admin. None: nothing but what everybody may. */
  readonly rules?: 'all' | readonly AccessRule[];
}

/** A PolicyRule of RBAC with the place it is bound in. `*` is everything. */
export interface AccessRule {
  readonly verbs: readonly string[];
  /** `['']` when left out: the core group. */
  readonly apiGroups?: readonly string[];
  /** `pods`, `pods/log`, `*`. */
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  /** A RoleBinding in each of these; left out: a ClusterRoleBinding. */
  readonly namespaces?: readonly string[];
}

/** What a node's kubelet answers through the proxy of the API server. */
export interface NodeAnswers {
  /** `/stats/summary`, `/configz`: values sent as JSON. */
  readonly statsSummary?: unknown;
  readonly configz?: unknown;
  /** `/logs/?query=kubelet`: the text, given the query; undefined is a service the node does not know. */
  readonly logs?: (query: URLSearchParams) => string | undefined;
}
