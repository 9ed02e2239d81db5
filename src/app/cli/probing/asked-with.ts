import type { AskedWith } from '../../../core/remedy/asked-image.ts';
import type { CommandLine } from '../command-line.ts';

/** Flags of `probe` that belong to the registry. */
const HOW = ['plain-http', 'cacert', 'certs-dir', 'platform'] as const;
/** Flags that say as whom it is asked, and where such a one stands. */
const WHO = [
  'as-pod',
  'serviceaccount',
  'secret',
  'docker-config',
  'as-me',
  'namespace',
  'context',
  'kubeconfig',
] as const;

/** The flags of this question, for those who ask the next one. */
export function askedWith(line: CommandLine): AskedWith {
  return { how: HOW.flatMap((name) => given(name, line)), who: WHO.flatMap((name) => given(name, line)) };
}

function given(name: string, { values, switches }: CommandLine): readonly string[] {
  if (switches.has(name)) return [`--${name}`];
  return (values.get(name) ?? []).flatMap((value) => [`--${name}`, value]);
}
