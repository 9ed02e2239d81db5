import type { Remedy } from './remedy.ts';
import { distinct } from './incident.ts';

/** Part of a remedy: what to run, and what has to be said about it. */
export interface Change {
  readonly commands: readonly string[];
  readonly target?: Remedy['target'];
  readonly patchType?: Remedy['patchType'];
  readonly patch?: unknown;
  /** Sentences without full stop. */
  readonly notes: readonly (string | undefined)[];
}

/** How a remedy begins; the change brings the rest. */
export interface Heading {
  readonly title: string;
  readonly safety: Remedy['safety'];
  /** Sentences without full stop that come before those of the change. */
  readonly notes?: readonly (string | undefined)[];
}

/** Puts a remedy together; notes become one text, each told once. */
export function remedy({ title, safety, notes = [] }: Heading, change: Change): Remedy {
  const note = joinNotes([...notes, ...change.notes]);
  const { commands, target, patchType, patch } = change;
  return {
    title,
    safety,
    commands,
    ...(target !== undefined && { target }),
    ...(patchType !== undefined && { patchType, patch }),
    ...(note !== '' && { note }),
  };
}

/** A remedy that is only something to run. */
export function commandRemedy(heading: Heading, ...commands: readonly string[]): Remedy {
  return remedy(heading, { commands, notes: [] });
}

function joinNotes(notes: readonly (string | undefined)[]): string {
  const told = distinct(notes.filter((note) => note !== undefined && note !== ''));
  return told.join('. ');
}
