import { UserError } from '../../../edge/files/user-error.ts';
import type { CommandLine } from '../command-line.ts';

/** Whether registries are asked; `unlessSaid` where neither flag says. Throws a UserError where both do. */
export function asksRegistries({ switches }: CommandLine, unlessSaid: boolean): boolean {
  const asks = switches.has('probe');
  const asksNot = switches.has('no-probe');
  if (asks && asksNot) throw new UserError('--probe and --no-probe: one of them');
  return asks || (unlessSaid && !asksNot);
}
