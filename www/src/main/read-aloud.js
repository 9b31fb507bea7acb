/**
 * Switches the voice on and reads what is shown; when there is a message, repeats that.
 * @param {import("../loader/controller-host.js").Host} host @param {import("./announcer.js").Announcer} announcer
 */
export async function readAloud({ view, preferences, applyPreferences, loadTranslation }, announcer) {
  preferences.voice = true;
  applyPreferences();
  const { language } = await loadTranslation();
  if (announcer.text) announcer.repeat(language);
  else announcer.read(introduction(view), language);
}

/** What is read before anything has been announced. @param {import("../loader/view.js").View} view */
function introduction({ caution, label, detail }) {
  const texts = [caution, label, detail].map(({ textContent }) => textContent);
  return texts.filter(Boolean).join("\n");
}
