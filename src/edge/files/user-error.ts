/**
 * The request cannot be carried out as given: a path that is not there, a file that is no Kubernetes
 * object. Its message is one line made for the person who typed it (exit code 2, no stack trace) and
 * never quotes what stood in a file.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/**
 * Whether a caught value is a {@link UserError}. By name, since a module that is loaded on demand is a
 * bundle of its own, and its class is then another one than the caller's.
 */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === 'UserError';
}
