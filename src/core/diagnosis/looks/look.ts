/** One thing worth asking a live cluster for, since it would tell more about the pulls that fail. */
export type Look =
  /** An object by name; the namespace is empty for nodes. */
  | {
      readonly is: 'object';
      readonly kind: string;
      readonly apiVersion: string;
      readonly namespace: string;
      readonly name: string;
      /** The name was told from another one, so that its not being there means nothing. */
      readonly guessed?: boolean;
    }
  /** The ReplicaSets of a Deployment: which revision still serves. */
  | { readonly is: 'revisions'; readonly namespace: string; readonly name: string }
  /** The pods of a workload, where only one of them was named. */
  | {
      readonly is: 'replicas';
      readonly kind: string;
      readonly namespace: string;
      readonly name: string;
    }
  /** All pods of a node, in every namespace: is it the node? */
  | { readonly is: 'node-pods'; readonly node: string }
  /** Pulls that went well lately, in every namespace: is it the registry? */
  | { readonly is: 'recent-pulls' };

/** What tells a look from every other one. */
export function lookKey(look: Look): string {
  switch (look.is) {
    case 'object':
      return ['object', look.kind, look.namespace, look.name].join('/');
    case 'revisions':
      return ['revisions', look.namespace, look.name].join('/');
    case 'replicas':
      return ['replicas', look.kind, look.namespace, look.name].join('/');
    case 'node-pods':
      return `node-pods/${look.node}`;
    case 'recent-pulls':
      return 'recent-pulls';
  }
}

/** The looks, each once, in their order. */
export function distinctLooks(looks: readonly Look[]): readonly Look[] {
  return [...new Map(looks.map((look) => [lookKey(look), look])).values()];
}
