/** One thing to change. A plan, never an effect: applying is somebody else's work. */
export interface Remedy {
  /** Imperative, one line: `Set the image to a tag that exists`. */
  readonly title: string;
  /** `safe`: cannot make anything worse. `unsafe`: changes what runs, or needs a value we do not know. */
  readonly safety: 'safe' | 'unsafe';
  /** Shell commands in order; `<PLACEHOLDER>` where only the reader knows the value. */
  readonly commands: readonly string[];
  readonly target?: { readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly patchType?: 'strategic' | 'merge' | 'json';
  readonly patch?: unknown;
  /** Why this one, or what to mind: `managed by Helm release "web": set image.tag in its values`. */
  readonly note?: string;
}
