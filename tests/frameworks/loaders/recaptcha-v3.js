import { load } from "recaptcha-v3";

const { server, sitekey, onVerify } = globalThis.page;

load(sitekey, { customUrl: `${server}/compat/recaptcha.js`, autoHideBadge: true })
  .then((recaptcha) => recaptcha.execute("checkout"))
  .then(onVerify);
