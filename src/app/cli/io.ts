/** Everything a command touches of the world around it, passed in, so that tests can play the world. */
export interface Io {
  readonly stdin: Source;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How the reader calls this program: `pulldoctor` or `kubectl pulldoctor`. */
  readonly program: string;
  /**
   * From now on Ctrl-C (and a plain end asked of the process) calls `stop` in place of ending the program,
   * for work that must be undone first. Out: what gives Ctrl-C back; called after one, it ends the program
   * as that would have done, with 130. Where it is absent nothing interrupts.
   */
  readonly onInterrupt?: (stop: () => void) => () => void;
}

export interface Source {
  /** True when nothing is piped in and reading would wait for someone to type. */
  readonly isTerminal: boolean;
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

export interface Sink {
  readonly isTerminal: boolean;
  /** Columns and rows of the terminal, where it is one. */
  readonly columns?: number;
  readonly rows?: number;
  /** Resolves when more can be taken, so that waiting for it is the back-pressure. */
  readonly write: (text: string) => Promise<void>;
  /** True once the reader went away (`| head`): what is written then is dropped. */
  readonly closed: () => boolean;
}
