import type { HostReading } from '../evidence/message/message-reading.ts';
import type { Rung } from './cause.ts';

/** One rung as a pull climbed it, or did not come to. */
export interface LadderStep {
  readonly rung: Rung;
  readonly host?: HostReading;
  readonly state: 'ok' | 'broken' | 'unknown';
  readonly says?: string;
}
