import { AFTER_DIALOG_MS, DIALOG_SHOWN_MS } from "../shared/timing.js";

/**
 * The system's answer, held back for as long as a screen reader is busy with what follows a dialog.
 * @param {Promise<string>} permission
 */
export async function afterDialog(permission) {
  const asked_ms = performance.now();
  const answer = await permission;
  const hasAsked = performance.now() - asked_ms > DIALOG_SHOWN_MS;
  if (hasAsked) await new Promise((resolve) => setTimeout(resolve, AFTER_DIALOG_MS));
  return answer;
}
