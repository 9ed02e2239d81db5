/**
 * What went wrong between here and a proxy, told apart from what went wrong behind it. It crosses the border of
 * a bundle, so it is known by its code (see {@link proxyFaultOf}).
 */
export class ProxyFault extends Error {
  override readonly name = 'ProxyFault';
  /** `PROXY_UNREACHABLE`: no answer of the proxy; `PROXY_REFUSED`: it would not pass the connection on. */
  readonly code: 'PROXY_UNREACHABLE' | 'PROXY_REFUSED';
  /** HTTP status of a refusal, such as 407, where the proxy speaks HTTP. */
  readonly status?: number;

  /** `message` is one line for the user: it names the proxy without its password. */
  constructor(code: ProxyFault['code'], message: string, status?: number) {
    super(message);
    this.code = code;
    if (status !== undefined) this.status = status;
  }
}

export function proxyFaultOf(error: unknown): ProxyFault | undefined {
  return error instanceof Error && error.name === 'ProxyFault' ? (error as ProxyFault) : undefined;
}
