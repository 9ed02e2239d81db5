/** What a token that was issued is good for. */
export interface Issued {
  /** Repositories it may pull. */
  readonly repositories: readonly string[];
  readonly named: boolean;
}

/** Issues tokens that look like JWTs and are known by heart. */
export class SandboxTokens {
  readonly #issued = new Map<string, Issued>();
  #count = 0;

  issue(issued: Issued): string {
    const access = issued.repositories.map((name) => ({ type: 'repository', name, actions: ['pull'] }));
    this.#count++;
    const parts = [{ alg: 'none' }, { jti: String(this.#count), access }].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const token = [...parts, 'c2lnbmF0dXJl'].join('.');
    this.#issued.set(token, issued);
    return token;
  }

  /** Undefined for a token of somebody else. */
  read(authorization: string): Issued | undefined {
    const [scheme = '', token = ''] = authorization.split(' ', 2);
    return scheme.toLowerCase() === 'bearer' ? this.#issued.get(token) : undefined;
  }
}

/** `repository:team/app:pull` → `team/app`; other types of scope name no repository. */
export function repositoryOfScope(scope: string): string | undefined {
  const [type, name, ...actions] = scope.split(':');
  return type === 'repository' && name !== undefined && actions.length > 0 ? name : undefined;
}
