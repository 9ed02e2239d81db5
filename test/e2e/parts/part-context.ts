import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Authority } from '../cluster/certificates.ts';
import type { KubeApi } from '../cluster/kube-api.ts';
import { tryCommand, type CommandResult } from '../cluster/run-command.ts';
import {
  diagnose,
  pullsByPod,
  runPulldoctor,
  type Diagnosis,
  type FoundPulls,
  type RunOptions,
} from '../judge/pulldoctor.ts';
import type { Registries } from '../registries/start-registries.ts';
import type { CaseRun } from '../run-cases.ts';

/** A cluster of the lane's own, with all that only its owner has. */
export interface OwnCluster {
  readonly api: KubeApi;
  readonly kubectl: readonly [string, ...string[]];
  readonly program: string;
  /** Kubeconfig of the administrator. */
  readonly kubeconfig: string;
  readonly authority: Authority;
  readonly server: string;
  readonly registries: Registries;
  /** A folder that the lane removes. */
  readonly folder: string;
  /** Where the lane's report goes. */
  readonly out: string;
  /** Where the processes of the lane write. */
  readonly logs: string;
}

/** What each part of the lane works with. */
export class PartContext {
  readonly cluster: OwnCluster;
  /** Every run of the table. */
  readonly runs: readonly CaseRun[];
  readonly #bin: string;

  constructor(cluster: OwnCluster, runs: readonly CaseRun[]) {
    this.cluster = cluster;
    this.runs = runs;
    this.#bin = join(cluster.folder, 'path');
    mkdirSync(this.#bin, { recursive: true });
    const [kubectl, , , ...flags] = cluster.kubectl;
    writeProgram(join(this.#bin, 'pulldoctor'), [process.execPath, cluster.program]);
    writeProgram(join(this.#bin, 'kubectl'), [kubectl, ...flags]);
  }

  /** Runs a line as a person would type it, with `pulldoctor` and `kubectl` on the path. */
  shell(line: string, kubeconfig: string = this.cluster.kubeconfig): Promise<CommandResult> {
    const path = [this.#bin, process.env['PATH'] ?? ''].join(delimiter);
    return tryCommand('bash', ['-o', 'pipefail', '-c', line], {
      env: { PATH: path, KUBECONFIG: kubeconfig },
      timeout: 60_000,
    });
  }

  /** Runs pulldoctor to its end, as the administrator unless the arguments say otherwise. */
  run(args: readonly string[], options: RunOptions = {}): Promise<CommandResult> {
    return runPulldoctor(this.cluster.program, args, this.#withConfig(options));
  }

  /** As `run`, with a report. */
  diagnose(args: readonly string[], options: RunOptions = {}): Promise<Diagnosis> {
    return diagnose(this.cluster.program, args, this.#withConfig(options));
  }

  /** Whether a case was made: with `--only` what needs another is left out. */
  has(namespace: string, name: string): boolean {
    return this.runs.some(({ one, place }) => one.name === name && place.namespace === namespace);
  }

  /** What was found in the namespaces of the table: in others, other parts are at work. */
  pulls({ report }: Diagnosis): FoundPulls {
    const own = new Set(this.runs.map(({ place }) => place.namespace));
    return new Map([...pullsByPod(report)].filter(([pod]) => own.has(pod.split('/')[0] ?? '')));
  }

  #withConfig({ env = {}, ...rest }: RunOptions): RunOptions {
    return { ...rest, env: { KUBECONFIG: this.cluster.kubeconfig, ...env } };
  }
}

function writeProgram(path: string, command: readonly string[]): void {
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  writeFileSync(path, `#!/bin/sh\nexec ${quoted} "$@"\n`);
  chmodSync(path, 0o755);
}
