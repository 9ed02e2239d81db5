/** Which cluster, and as whom: kubectl's own flags, and what of the world around is needed for it. */
export interface ConnectOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly cluster?: string;
  readonly user?: string;
  readonly server?: string;
  readonly token?: string;
  readonly as?: string;
  readonly asGroups?: readonly string[];
  readonly asUid?: string;
  readonly certificateAuthority?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly tlsServerName?: string;
  readonly insecure?: boolean;
  /** Whoever has no cluster may read saved objects instead (-f). */
  readonly readsFiles?: boolean;
  /** Milliseconds for each answer of the API server, its retries included (default 30 s); 0 is none. */
  readonly requestTimeout?: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether an exec plugin may ask the user something. */
  readonly stdinIsTerminal: boolean;
  /** For the header User-Agent: `pulldoctor/1.2.3 (linux/amd64)`. */
  readonly userAgent?: string;
  /** Told what is done at the levels of -v: 4 outcomes, 6 requests, 8 headers; one line, nothing secret. */
  readonly log?: (level: number, line: string) => void;
  /** Where the words of an exec plugin go (default: this process's stderr). */
  readonly stderr?: (text: string) => void;
  /** Where a pod finds its service account (default: /var/run/secrets/kubernetes.io/serviceaccount). */
  readonly serviceAccountFolder?: string;
}

/** Milliseconds for one answer where nobody asked for another time. */
export const REQUEST_TIMEOUT = 30_000;
