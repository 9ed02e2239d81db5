import { setFlagsFromString } from 'node:v8';

/**
 * Runs a task that makes much garbage and keeps some of it, with V8's nursery held at its first size.
 * Node 24 lets it grow to 3 × 64 MB under such a task, which is more than all the evidence of 50,000 pods takes:
 * measured, the peak falls from 290 to 170 MB and the time stays the same. Afterwards it may grow again.
 */
export async function withSmallYoungGeneration<T>(task: () => Promise<T>): Promise<T> {
  const release = holdYoungGeneration();
  try {
    return await task();
  } finally {
    release();
  }
}

/** The same until what it gives is called. */
export function holdYoungGeneration(): () => void {
  setFlagsFromString('--semi-space-growth-factor=1');
  return () => setFlagsFromString('--semi-space-growth-factor=2');
}

/**
 * For a process that reads a whole cluster and then ends: the nursery stays small, and V8 makes less of what it
 * compiles, most of which it keeps. Measured at 50,000 pods: 215 MB become 175, for a tenth more of the processor.
 */
export function saveMemory(): void {
  holdYoungGeneration();
  setFlagsFromString('--optimize-for-size');
}
