import { nearestWord } from '../../../core/evidence/spelling/nearest-word.ts';

const SHOWN = 8;

/** `there is no context "prood" in ~/.kube/config; did you mean "prod"?`, or else the names there are. */
export function unknownName(
  name: string,
  among: { readonly kind: string; readonly names: readonly string[]; readonly files: readonly string[] },
): string {
  const where = among.files.length === 0 ? '' : ` in ${among.files.join(', ')}`;
  const near = nearestWord(name, among.names);
  const instead =
    near === undefined ? `; there are: ${quotedNames(among.names)}` : `; did you mean "${near}"?`;
  return `there is no ${among.kind} "${name}"${where}${instead}`;
}

/** The first few names, and how many more there are. */
export function quotedNames(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const shown = names.slice(0, SHOWN).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
