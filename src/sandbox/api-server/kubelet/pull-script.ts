/** What comes of the pull of an image on a node. Milliseconds; 0 when left out. */
export type PullScript =
  /** The image comes. A container with a command of its own then cannot be started, any other runs. */
  | { readonly outcome: 'pulled'; readonly after?: number }
  /** `waiting.reason` is `ErrImagePull` unless given; the words are its message and go into the event. */
  | {
      readonly outcome: 'failed';
      readonly after?: number;
      readonly message: string;
      readonly reason?: 'ErrImagePull' | 'InvalidImageName' | 'ErrImageNeverPull' | 'RegistryUnavailable';
      /** When the status turns to ImagePullBackOff, counted from the failure; never when left out. */
      readonly backOffAfter?: number;
    }
  /** The pull takes for ever: no word after `Pulling`. */
  | { readonly outcome: 'silent' };
