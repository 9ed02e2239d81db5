import type { PullScript } from './pull-script.ts';

// What kubelet 1.33 and newer write (pkg/kubelet/images/image_manager.go, pkg/kubelet/kuberuntime).

export interface EventWords {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

type Failed = Extract<PullScript, { outcome: 'failed' }>;

export function pulling(image: string): EventWords {
  return { type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"` };
}

export function pulled(image: string, took: number): EventWords {
  const length = took < 1000 ? `${Math.round(took)}ms` : `${(took / 1000).toFixed(3)}s`;
  const message = `Successfully pulled image "${image}" in ${length} (${length} including waiting). Image size: 2229728 bytes.`;
  return { type: 'Normal', reason: 'Pulled', message };
}

export function created(container: string): EventWords {
  return { type: 'Normal', reason: 'Created', message: `Created container: ${container}` };
}

export function started(container: string): EventWords {
  return { type: 'Normal', reason: 'Started', message: `Started container ${container}` };
}

export function failed(message: string): EventWords {
  return { type: 'Warning', reason: 'Failed', message };
}

/** The events of a pull that came to nothing. */
export function pullFailed(
  image: string,
  { message, reason = 'ErrImagePull' }: Failed,
): readonly EventWords[] {
  const error = failed(`Error: ${reason}`);
  if (reason === 'InvalidImageName') return [{ type: 'Warning', reason: 'InspectFailed', message }, error];
  if (reason === 'ErrImageNeverPull') return [{ type: 'Warning', reason, message }, error];
  return [failed(`Failed to pull image "${image}": ${message}`), error];
}

export function backOff(image: string): EventWords {
  return { type: 'Normal', reason: 'BackOff', message: `Back-off pulling image "${image}"` };
}

/** runc, by way of containerd, of a command that is not in the image. */
export function noSuchCommand(command: string): string {
  return `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${command}": stat ${command}: no such file or directory`;
}
