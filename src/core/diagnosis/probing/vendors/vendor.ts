/**
 * What one maker's registries mean by their answers. Their statuses and codes are not the specification's:
 * most hide a missing repository behind a refusal, some say 403 where others say 401.
 */
import type { Cause, Reason } from '../../cause.ts';
import type { Alternative } from '../../verdict.ts';

/** The request that was answered. */
export type AnswerPlace = 'ping' | 'token' | 'manifest' | 'tags';

/**
 * How well it is known: `V` read in the maker's source, `O` seen in the maker's words or in public threads,
 * `K` known to many and checked by nobody. Only `V` may prove.
 */
export type Mark = 'V' | 'O' | 'K';

/** One answer and its meaning. All that is given must fit; the first row that fits decides. */
export interface AnswerRow {
  readonly at: readonly AnswerPlace[];
  /** Whether a login was sent; either when left out. */
  readonly login?: 'sent' | 'none';
  readonly status: readonly number[];
  readonly code?: readonly string[];
  /** A piece of the server's words, in lower case. */
  readonly words?: readonly string[];
  readonly means: Cause;
  readonly reason?: Reason;
  readonly mark: Mark;
  /** What the same answer is also given for. */
  readonly or?: readonly Alternative[];
}

/** What may tell a maker besides the host's name. */
export interface VendorSigns {
  /** Headers, lower-cased names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Realms and services of challenges, lower case. */
  readonly realms: readonly string[];
  readonly services: readonly string[];
}

export interface Vendor {
  readonly name: string;
  /** @param host of the image, lower case, with its port */
  readonly isHost: (host: string) => boolean;
  /** For registries that anybody may run under any name. */
  readonly isSigned?: (signs: VendorSigns) => boolean;
  readonly answers: readonly AnswerRow[];
}

/** Where a manifest or the tags were asked for, whoever checked the right to. */
export const READS: readonly AnswerPlace[] = ['manifest', 'tags'];
export const ANYWHERE: readonly AnswerPlace[] = ['ping', 'token', 'manifest', 'tags'];

/** Both answers of the specification for what is not there, by their codes. */
export function specificMissing(mark: Mark, or: readonly Alternative[] = []): readonly AnswerRow[] {
  return [
    { at: READS, status: [404], code: ['NAME_UNKNOWN'], means: 'repository-not-found', mark, or },
    { at: ['manifest'], status: [404], code: ['MANIFEST_UNKNOWN'], means: 'tag-not-found', mark },
  ];
}
