const ENDING = /\.(?:json|ya?ml|ndjson|jsonl)(?:\.gz)?$/i;
/** A pod as must-gather repeats it beside its logs; the list of the namespace's pods is in `core/pods.yaml`. */
const POD_BESIDE_LOGS = /^(.*?)pods\/([^/]+)\/\2\.yaml$/;

/** Whether a file in a folder or an archive may hold objects, by its name. Hidden ones do not. */
export function isObjectFile(path: string): boolean {
  return (
    ENDING.test(path) &&
    !path.split('/').some((part) => part.startsWith('.') && part !== '.' && part !== '..')
  );
}

/**
 * The files that are worth reading among those of a folder. In: paths with `/` between their parts.
 * Out: those that may hold objects, less the pods that must-gather has written a second time.
 */
export function objectFiles(paths: readonly string[]): readonly string[] {
  const files = paths.filter(isObjectFile);
  const present = new Set(files);
  return files.filter((path) => {
    const namespace = POD_BESIDE_LOGS.exec(path)?.[1];
    return namespace === undefined || !present.has(`${namespace}core/pods.yaml`);
  });
}
