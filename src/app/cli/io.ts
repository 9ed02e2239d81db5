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
}

export interface Source {
  /** True when nothing is piped in and reading would wait for someone to type. */
  readonly isTerminal: boolean;
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

export interface Sink {
  readonly isTerminal: boolean;
  /** Columns of the terminal, where it is one. */
  readonly columns?: number;
  /** Resolves when more can be taken, so that waiting for it is the back-pressure. */
  readonly write: (text: string) => Promise<void>;
  /** True once the reader went away (`| head`): what is written then is dropped. */
  readonly closed: () => boolean;
}
