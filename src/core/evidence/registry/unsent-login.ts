import type { CredentialTrial } from './image-probe.ts';

/** What is said of a login that was let in without having been looked at: the registry asks nobody for one. */
export const NOT_ASKED_FOR = 'no login was asked for, so this one was not sent';

/** Whether a credential never left us, so that nothing is known of it although its trial went well. */
export function isUnsent({ says }: Pick<CredentialTrial, 'says'>): boolean {
  return says === NOT_ASKED_FOR;
}
