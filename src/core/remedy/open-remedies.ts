import type { Incident } from './incident.ts';
import { argumentName, kubectl } from './kubectl.ts';
import { onEachNode } from './node-shell.ts';
import { commandRemedy } from './plan.ts';
import type { Remedy } from './remedy.ts';
import { retryNow } from './retry-now.ts';
import { shellLine } from './shell-quote.ts';

/** Only the waiting can be seen: what helps is to see the cause. */
export function backOffRemedies(incident: Incident): readonly Remedy[] {
  const force = retryNow(incident, {
    title: 'Force a new attempt, whose event then tells the cause',
    notes: ['Look at the events of the new pod within the hour'],
  });
  return [readEvents(incident), force, readLog(incident)];
}

/** What was said could not be placed. */
export function unknownRemedies(incident: Incident): readonly Remedy[] {
  const { commands, where } = onEachNode(
    incident,
    shellLine('crictl', 'pull', argumentName(incident.lead.image, '<IMAGE>')),
  );
  const again = commandRemedy(
    {
      title: 'Repeat the pull on the node and read what it says',
      safety: 'safe',
      notes: ['It uses no pull secret: add --creds <USER>:<TOKEN> for a private image', where],
    },
    ...commands,
  );
  return [again, readEvents(incident), readLog(incident)];
}

function readEvents({ lead }: Incident): Remedy {
  const { namespace, pods } = lead;
  const pod = argumentName(pods[0] ?? '', '<POD>');
  return commandRemedy(
    { title: 'Read what is left of the events', safety: 'safe', notes: ['They are kept for about an hour'] },
    kubectl(
      namespace,
      'get',
      'events',
      `--field-selector=involvedObject.name=${pod}`,
      '--sort-by=.lastTimestamp',
    ),
  );
}

function readLog(incident: Incident): Remedy {
  const { commands, where } = onEachNode(
    incident,
    'journalctl -u kubelet --since -1h --no-pager | grep -i -e "pull image" -e ErrImagePull',
  );
  return commandRemedy(
    { title: 'Read it in the log of the kubelet', safety: 'safe', notes: [where] },
    ...commands,
  );
}
