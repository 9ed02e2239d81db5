/** From one answer of a registry to what it means, by its vendor's habits first and the specification else. */
import type { CredentialTrial, HttpAnswer, RegistryLook } from '../../evidence/registry/image-probe.ts';
import type { Cause, Certainty, Reason } from '../cause.ts';
import type { Alternative } from '../verdict.ts';
import { PLAIN_WORDS, SPECIFICATION } from './vendors/specification.ts';
import type { AnswerPlace, AnswerRow, Mark, Vendor } from './vendors/vendor.ts';

/** What an answer that lets nobody read a manifest means. */
export interface AnswerMeaning {
  readonly cause: Cause;
  readonly reason?: Reason;
  readonly certainty: Certainty;
  readonly alternatives: readonly Alternative[];
}

const PLACES: Readonly<Partial<Record<RegistryLook['kind'], AnswerPlace>>> = {
  ping: 'ping',
  token: 'token',
  manifest: 'manifest',
  tags: 'tags',
};

const OF_MARK: Readonly<Record<Mark, Certainty>> = { V: 'proven', O: 'likely', K: 'possible' };

/** The meaning of a look's answer; nothing where it was good, or nobody knows. */
export function meaningOf(
  look: RegistryLook,
  login: 'sent' | 'none',
  vendor: Vendor | undefined,
): AnswerMeaning | undefined {
  const place = PLACES[look.kind];
  const { answer } = look;
  if (place === undefined || answer === undefined || answer.status < 400) return undefined;
  const rows = [...PLAIN_WORDS, ...(vendor?.answers ?? []), ...SPECIFICATION];
  const row = rows.find((one) => fits(one, place, login, answer));
  return row === undefined ? undefined : ofRow(row);
}

/** Whether a login went out with a look. An entry without user and password sends nothing, as the kubelet does. */
export function loginOf(look: RegistryLook, trials: readonly CredentialTrial[]): 'sent' | 'none' {
  const trial = look.trial === undefined ? undefined : trials[look.trial];
  return trial === undefined || sendsNothing(trial) ? 'none' : 'sent';
}

/** A pull secret's entry without a user is sent as nothing at all (ParseAuth of containerd's CRI server). */
export function sendsNothing({ anonymous, user = '', secret }: CredentialTrial): boolean {
  return anonymous || (secret !== undefined && user === '');
}

function fits(row: AnswerRow, place: AnswerPlace, login: 'sent' | 'none', answer: HttpAnswer): boolean {
  return (
    row.at.includes(place) &&
    (row.login === undefined || row.login === login) &&
    row.status.includes(answer.status) &&
    (row.code === undefined || answer.errors.some(({ code }) => row.code?.includes(code) === true)) &&
    (row.words === undefined || saysOneOf(row.words, answer))
  );
}

function saysOneOf(words: readonly string[], { errors, words: plain }: HttpAnswer): boolean {
  const said = [...errors.map(({ message }) => message), plain ?? ''].join('\n').toLowerCase();
  return words.some((word) => said.includes(word));
}

function ofRow({ means, mark, reason, or = [] }: AnswerRow): AnswerMeaning {
  const certainty = OF_MARK[mark];
  return {
    cause: means,
    certainty: or.length > 0 && certainty === 'proven' ? 'likely' : certainty,
    alternatives: or,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** `404 MANIFEST_UNKNOWN`, `403 "client with IP …"`, `429`: an answer in the fewest of its own words. */
export function answerWords({ status, errors, words, body }: HttpAnswer): string {
  const [first] = errors;
  // Artifactory gives the status itself as its code.
  if (first !== undefined && first.code !== '' && first.code !== String(status))
    return `${status} ${first.code}`;
  const said = first?.message ?? words ?? '';
  if (body === 'html') return `${status} with a web page`;
  return said === '' ? String(status) : `${status} "${said}"`;
}
