import { Agent, type ClientRequestArgs } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { LineError } from './look-failures.ts';

type Connected = (error: Error | null, stream: Duplex) => void;

/** An agent that keeps connections alive and gets new ones from a function: TLS, where it is wanted, included. */
export class DialingAgent extends Agent {
  readonly #dial: () => Promise<Socket>;

  constructor(dial: () => Promise<Socket>, maxSockets: number) {
    super({ keepAlive: true, maxSockets, maxFreeSockets: maxSockets });
    this.#dial = dial;
  }

  override createConnection(_options: ClientRequestArgs, connected?: Connected): undefined {
    void this.#connect(connected);
    return undefined;
  }

  async #connect(connected: Connected | undefined): Promise<void> {
    const socket = await this.#dial().catch((error: unknown) =>
      error instanceof Error ? error : new LineError(undefined),
    );
    // Node looks at the stream only where there is no error.
    if (socket instanceof Error) connected?.(socket, undefined as never);
    else connected?.(null, socket);
  }
}
