import type {
  AttemptReading,
  Fault,
  HostReading,
  HostRole,
  PullStep,
  RegistryCode,
  Runtime,
  ServerHint,
} from './message-reading.ts';
import { hostOfUrl, roleOfRequest } from './message-host.ts';

/**
 * How much a fault says. A phrase that cannot stand for anything else outranks the error it ends
 * in (`lookup h: connection refused` is DNS); a bare class word (`not found`, `unknown`) or a
 * system error yields to everything.
 */
export const DECISIVE = 3;
export const PLAIN = 2;
export const FAINT = 1;
export type Rank = typeof DECISIVE | typeof PLAIN | typeof FAINT;

/** No runtime nests so deep: what a hostile text says beyond it is left unread. */
const FAULT_LIMIT = 64;

interface RankedFault {
  readonly fault: Fault;
  readonly rank: Rank;
}

/** One attempt while it is being read. Phrases write here; nothing else does. */
export interface AttemptDraft {
  runtime?: Runtime;
  step?: PullStep;
  grpc?: string;
  host?: string;
  role?: HostRole;
  method?: string;
  url?: string;
  sent?: 'credentials' | 'nothing';
  status?: number;
  code?: RegistryCode;
  /** Where the server's words begin in the text. */
  wordsFrom?: number;
  image?: string;
  digest?: string;
  /** Address last dialled, for the fault that follows. */
  address?: string;
  throughMirror?: boolean;
  /** Set while a part is read that must not decide (`artifact err: …`). */
  muted: boolean;
  readonly hints: ServerHint[];
  readonly faults: RankedFault[];
}

export function newDraft(): AttemptDraft {
  return { muted: false, hints: [], faults: [] };
}

export function sayFault(draft: AttemptDraft, fault: Fault, rank: Rank): void {
  if (draft.muted || draft.faults.length === FAULT_LIMIT) return;
  draft.faults.push({ fault, rank });
}

export function sayHint(draft: AttemptDraft, hint: ServerHint): void {
  if (draft.muted || draft.hints.includes(hint)) return;
  draft.hints.push(hint);
}

/** A request names the host that answered or stayed silent; the last one named is the innermost. */
export function sayRequest(draft: AttemptDraft, method: string, url: string): void {
  if (draft.muted) return;
  draft.method = method;
  draft.url = url;
  // containerd copies manifests by digest as it copies layers, in the same words.
  if (draft.step === 'layer' && url.includes('/manifests/')) draft.step = 'manifest';
  const host = hostOfUrl(url);
  if (host !== undefined) draft.host = host;
}

/** The deciding fault: the highest rank, and among equals the innermost. */
function decidingFault(faults: readonly RankedFault[]): Fault | undefined {
  let best: RankedFault | undefined;
  for (const one of faults) {
    if (best === undefined || one.rank >= best.rank) best = one;
  }
  return best?.fault;
}

function hostReading(draft: AttemptDraft): HostReading | undefined {
  if (draft.host === undefined) return undefined;
  const role = draft.role ?? roleOfRequest(draft.host, draft);
  return { name: draft.host, role };
}

/** How many characters of the server's words are kept. */
const WORDS_LIMIT = 400;

function serverWords(draft: AttemptDraft, text: string, end: number): string | undefined {
  if (draft.wordsFrom === undefined) return undefined;
  const words = text.slice(draft.wordsFrom, Math.min(end, draft.wordsFrom + WORDS_LIMIT)).trim();
  return words === '' ? undefined : words;
}

/** Leaves out what was not said: a reading has no undefined fields. */
function present<T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): T {
  const kept: Partial<T> = {};
  for (const key of Object.keys(fields) as (keyof T)[]) {
    const value = fields[key];
    if (value !== undefined) kept[key] = value;
  }
  return kept as T;
}

/** Closes a draft at `end` of `text`. */
export function finishDraft(draft: AttemptDraft, text: string, end: number): AttemptReading {
  return present<AttemptReading>({
    runtime: draft.runtime,
    step: draft.step,
    grpc: draft.grpc,
    host: hostReading(draft),
    request: draft.url === undefined ? undefined : { method: draft.method ?? '', url: draft.url },
    sent: draft.sent,
    status: draft.status,
    code: draft.code,
    serverWords: serverWords(draft, text, end),
    hints: draft.hints,
    image: draft.image,
    digest: draft.digest,
    throughMirror: draft.throughMirror,
    faults: draft.faults.map((one) => one.fault),
    fault: decidingFault(draft.faults),
  });
}
