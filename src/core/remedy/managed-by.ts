import { shellQuote } from './shell-quote.ts';
import type { Subject } from './incident.ts';

/** Who rolls an object out, read from `Helm/web`, `ArgoCD/shop`, `Flux/Kustomization/shop`. */
export type Manager =
  | { readonly tool: 'Helm'; readonly release: string }
  | { readonly tool: 'ArgoCD'; readonly application: string }
  | { readonly tool: 'Flux'; readonly kind: string; readonly name: string }
  | { readonly tool: 'other'; readonly name: string };

/** Reads `managedBy` of a subject's owner, where it has one. */
export function managerOf({ owner }: Subject): Manager | undefined {
  const text = owner.managedBy;
  if (text === undefined) return undefined;
  const [tool = '', first = '', ...rest] = text.split('/');
  if (tool === 'Helm' && first !== '') return { tool, release: [first, ...rest].join('/') };
  if (tool === 'ArgoCD' && first !== '') return { tool, application: [first, ...rest].join('/') };
  if (tool === 'Flux' && rest.length > 0) return { tool, kind: first, name: rest.join('/') };
  return { tool: 'other', name: text };
}

/**
 * Where a change has to be made so that it lasts.
 *
 * @param subject whose owner may be managed by a tool
 * @param values what changes, for Helm's command line, under the names that most charts use
 * @returns a sentence without full stop, or nothing when nobody manages the object
 */
export function lastingChange(subject: Subject, values: readonly string[]): string | undefined {
  const manager = managerOf(subject);
  switch (manager?.tool) {
    case undefined:
      return undefined;
    case 'Helm':
      return (
        `Managed by Helm release "${manager.release}": set it in its values instead ` +
        `(helm -n ${shellQuote(subject.namespace)} upgrade ${shellQuote(manager.release)} '<CHART>' --reuse-values ` +
        `${values.map((value) => `--set ${shellQuote(value)}`).join(' ')}), or the next upgrade brings the old one back`
      );
    case 'ArgoCD':
      return (
        `Managed by Argo CD application "${manager.application}": change it in Git, since Argo CD ` +
        `sets the object back to what stands there`
      );
    case 'Flux':
      return (
        `Managed by Flux ${manager.kind} "${manager.name}": change it in Git, then ` +
        `flux reconcile ${shellQuote(manager.kind.toLowerCase())} ${shellQuote(manager.name)} --with-source; ` +
        `Flux sets the object back to what stands there`
      );
    case 'other':
      return `Managed by ${manager.name}: change it there, or it may be set back`;
  }
}
