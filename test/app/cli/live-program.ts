import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../src/app/cli/run.ts';
import { startApiServer, type ApiServer } from '../../../src/sandbox/api-server/api-server.ts';
import type { ApiServerOptions } from '../../../src/sandbox/api-server/api-server-options.ts';
import { LOOPBACK_TLS } from '../../sandbox/loopback-tls.ts';
import { playedIo, type Played, type Stage } from './played-io.ts';

/** A program that is run against a cluster in this process. */
export interface LiveProgram {
  readonly server: ApiServer;
  /** Of its own, with the kubeconfig in it; gone afterwards. */
  readonly folder: string;
  readonly played: (stage?: Stage) => Played;
  readonly run: (...args: readonly string[]) => Promise<Ran>;
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Starts a cluster, lets `use` run the program against it, and fails on a request nobody expects. */
export async function withCluster(
  options: ApiServerOptions,
  use: (live: LiveProgram) => Promise<void>,
): Promise<void> {
  // Nobody sends a token without TLS.
  const server = await startApiServer({
    ...(options.users !== undefined && { tls: LOOPBACK_TLS }),
    ...options,
  });
  const folder = mkdtempSync(join(tmpdir(), 'pulldoctor-live-'));
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, server.kubeconfig());
  const played = (stage: Stage = {}): Played =>
    playedIo({ ...stage, env: { KUBECONFIG: kubeconfig, HOME: folder, ...stage.env } });
  try {
    await use({
      server,
      folder,
      played,
      run: async (...args) => {
        const program = played();
        const code = await run(args, program.io);
        return { code, out: program.stdout(), err: program.stderr() };
      },
    });
    server.assertNoSurprises();
  } finally {
    rmSync(folder, { recursive: true });
    server.takeSurprises();
    await server.close();
  }
}
