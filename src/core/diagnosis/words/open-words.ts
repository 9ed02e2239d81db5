import type { Cause } from '../cause.ts';
import type { WordsOf } from '../cause-words.ts';

/** What is said where the cause itself was not. */
export type OpenCause = Extract<Cause, 'back-off-only' | 'unknown'>;

export const OPEN_WORDS: WordsOf<OpenCause> = {
  'back-off-only': () => ({
    title: 'only the back-off shown',
    meaning:
      'All that can be seen is that the kubelet waits before it tries again. Why the pull failed stood in an event, and events are kept for about an hour; kubelets before 1.32 do not repeat it in the status of the pod.',
    waiting:
      'Waiting shows the cause: at the next attempt, at most about five minutes away, it stands in the pod for some ten seconds.',
    checks: [
      'Catch the next attempt: `kubectl -n NAMESPACE get pod POD --watch -o jsonpath=\'{.status.containerStatuses[*].state.waiting}{"\\n"}\'`',
      'Look for what is left of the events: `kubectl -n NAMESPACE get events --field-selector involvedObject.name=POD --sort-by=.lastTimestamp`',
      'On the node: `journalctl -u kubelet --since -1h --no-pager | grep -i -e "pull image" -e ErrImagePull`',
    ],
    fixes: [
      'Force a new attempt and read its event: `kubectl -n NAMESPACE delete pod POD` (where something makes a new one)',
      'Save the events in time, from now on: pods and events together',
    ],
    traps: [
      'The event BackOff never carries the cause, in any version',
      'An older event may tell of a fault that is mended by now',
      'The wait grows from 10 seconds to five minutes, so a fix may take that long to show',
    ],
  }),
  unknown: () => ({
    title: 'cause not recognised',
    meaning:
      'The message says something that pulldoctor cannot place, or too little. It is quoted as it came; nothing is guessed.',
    waiting: 'Whether waiting helps cannot be told.',
    checks: [
      'Repeat the pull on the node: `crictl pull IMAGE` (add `--creds USER:TOKEN` for a private one: it does not use the secrets of the pod)',
      'Ask the registry from elsewhere: `skopeo inspect docker://IMAGE` and `curl -sv https://HOST/v2/`',
      'Read the log of the runtime at that time: `journalctl -u containerd --since -1h --no-pager` (or `-u crio`)',
    ],
    fixes: [
      'Settle first what it is: name, credentials, network, or node, in this order',
      'Delete the pod to try again at once, where something makes a new one',
    ],
    traps: [
      'Platforms that wrap Kubernetes often cut the message: look for their own, longer log',
      'A message copied from a screen may lack its end, which is where the cause stands',
    ],
  }),
};
