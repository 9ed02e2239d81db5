/** Where everything lives inside the lane's own network namespace. No address leaves it. */
export const ADDRESSES = {
  /** API server, etcd and the kubelets. */
  cluster: '10.77.0.1',
  /** The Node servers that play registries, token servers and blob stores. */
  front: '10.77.0.2',
  /** Nothing listens. */
  refused: '10.77.0.3',
  /** Every connection is reset. */
  reset: '10.77.0.4',
  /** Connections are accepted and never answered. */
  mute: '10.77.0.5',
  /** Speaks plain HTTP where TLS is expected. */
  plain: '10.77.0.6',
  /** Docker registries, one each. */
  open: '10.77.0.11',
  private: '10.77.0.12',
  tokens: '10.77.0.13',
  mirror: '10.77.0.14',
  mutual: '10.77.0.15',
  http: '10.77.0.16',
  /** Where clouds keep the credentials of their machines: nobody but a runtime that was sent there may ask. */
  metadata: '169.254.169.254',
  /** The node's resolver. */
  names: '10.77.0.53',
  /** Packets vanish. */
  hole: '10.99.0.9',
  /** The kernel has no way there. */
  unreachable: '10.98.0.9',
} as const;

/** Domain of every host of the lane (reserved for tests by RFC 2606). */
export const DOMAIN = 'example.test';

export const API_PORT = 6443;
export const ETCD_PORT = 2379;
