/** States in which a press starts a verification. */
export const STARTABLE_STATES = ["idle", "failed", "expired"];

/** All others ask for a gesture, or let the server choose one. */
export const WAYS_WITHOUT_MOTION = ["press", "slide"];
