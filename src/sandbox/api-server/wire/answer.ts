import type { ServerResponse } from 'node:http';
import { StatusError } from '../status.ts';

/** What goes back to the client: text, or something that writes as it happens. */
export type Answer = TextAnswer | StreamAnswer;

export interface TextAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface StreamAnswer {
  readonly status: 200;
  readonly contentType: string;
  /** Writes events until it is over; called when the head is sent. Gives what stops it. */
  readonly stream: (response: ServerResponse) => () => void;
}

export function jsonAnswer(status: number, value: unknown): TextAnswer {
  return { status, contentType: 'application/json', body: `${JSON.stringify(value)}\n` };
}

export function statusAnswer(error: StatusError): TextAnswer {
  return { ...jsonAnswer(error.code, error.status), headers: error.headers };
}

/** An error of a handler as the client sees it; anything but a Status is a fault of this server. */
export function errorAnswer(error: unknown): TextAnswer {
  if (error instanceof StatusError) return statusAnswer(error);
  const message = `Internal error occurred: ${error instanceof Error ? error.message : String(error)}`;
  return statusAnswer(
    new StatusError({
      code: 500,
      reason: 'InternalError',
      message,
      details: { causes: [{ message }] },
    }),
  );
}
