/** Every duration of the page's scripts. None of them limits a person in time. */

/** How long a translation may take to arrive before English is shown meanwhile. */
export const ENGLISH_FALLBACK_MS = 3000;

/** How long the page's own voice may take to begin before the text is left to the screen reader. */
export const SPEECH_START_MS = 500;

/** A press that nothing has answered by then is answered by "One moment." */
export const ONE_MOMENT_MS = 1000;

/** Why a form was not sent is spoken after the name of the button that gets the focus. */
export const REQUIRED_AFTER_FOCUS_MS = 500;

/** A system that takes longer to give motion has asked the person. */
export const DIALOG_SHOWN_MS = 300;

/** After its question iOS reads the button again, and what is said meanwhile is lost. */
export const AFTER_DIALOG_MS = 1200;

/** In some browsers speech that follows a `cancel()` directly is swallowed by it. */
export const SPEAK_AFTER_CANCEL_MS = 80;

/** The longest cue, after which the audio may be closed. */
export const LONGEST_CUE_MS = 1000;

/** How long the work goes on before it is judged how long it will take. */
export const ESTIMATE_AFTER_MS = 3000;

/** "A few seconds" has been said: only what takes longer is said anew. */
export const LONG_WAIT_MS = 12_000;

/** "Stop" takes no press so soon after it appears where another button stood. */
export const STOP_GUARD_MS = 700;

/** The longest that hashing on the page's own thread may block it. */
export const HASH_SLICE_MS = 8;

/** The lifetime of the placeholder for a token where no server issues any: long enough never to expire. */
export const PLACEHOLDER_TOKEN_S = 86_400;

/** The practice page reports that there is no motion sensor after so long without an event. */
export const SENSOR_SILENCE_MS = 3000;

/** The interval between two readings of a simulated sensor, as on a phone. */
export const SENSOR_INTERVAL_MS = 16;

/** The practice page reassures a person at this interval while nothing happens. */
export const REASSURE_MS = 15_000;
