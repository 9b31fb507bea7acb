import { html, nothing, render } from "lit";

// Lit's templates name their properties: each is set as one.
window.mount = (place, { sitekey, server, name, form, mode, way, required, disabled, lang, ...rest }) =>
  render(
    html`<pass-wave
      .sitekey=${sitekey}
      .server=${server}
      .name=${name}
      .form=${form}
      .mode=${mode}
      .way=${way}
      .lang=${lang}
      .required=${required}
      .disabled=${disabled}
      action=${rest.action ?? nothing}
      cdata=${rest.cdata ?? nothing}
      caution=${rest.caution ?? nothing}
      sound=${rest.sound ?? nothing}
      speech=${rest.speech ?? nothing}
      theme=${rest.theme ?? nothing}
      help-href=${rest["help-href"] ?? nothing}
      help-text=${rest["help-text"] ?? nothing}
      worker-src=${rest["worker-src"] ?? nothing}
    ></pass-wave>`,
    place,
  );
