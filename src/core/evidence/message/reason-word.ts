/** Words the kubelet uses as `state.waiting.reason` for an image (pkg/kubelet/images/types.go). */
export const REASON_WORDS = [
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
] as const;

export type ReasonWord = (typeof REASON_WORDS)[number];
