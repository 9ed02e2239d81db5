import { ACR } from './vendors/acr.ts';
import { ARTIFACTORY } from './vendors/artifactory.ts';
import { DISTRIBUTION } from './vendors/distribution.ts';
import { DOCKER_HUB } from './vendors/docker-hub.ts';
import { ECR } from './vendors/ecr.ts';
import { ECR_PUBLIC } from './vendors/ecr-public.ts';
import { GHCR } from './vendors/ghcr.ts';
import { GITLAB } from './vendors/gitlab.ts';
import { GOOGLE } from './vendors/google.ts';
import { HARBOR } from './vendors/harbor.ts';
import { MCR } from './vendors/mcr.ts';
import { NEXUS } from './vendors/nexus.ts';
import { QUAY } from './vendors/quay.ts';
import { ZOT } from './vendors/zot.ts';
import type { VendorStyle } from './vendor-style.ts';

/** Every vendor whose answers are played. registry.k8s.io answers as Google's does, behind a redirect. */
export const VENDOR_STYLES: readonly VendorStyle[] = [
  DISTRIBUTION,
  DOCKER_HUB,
  ECR,
  ECR_PUBLIC,
  GOOGLE,
  ACR,
  GHCR,
  QUAY,
  HARBOR,
  GITLAB,
  ARTIFACTORY,
  NEXUS,
  MCR,
  ZOT,
];
