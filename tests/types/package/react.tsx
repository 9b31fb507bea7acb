import { Passwave } from "passwave/react";

export const check = (
  <pass-wave
    sitekey="key"
    mode="elder"
    required
    disabled
    form="sign-in"
    help-href="tel:1"
    onpasswave-verified={({ detail }) => console.log(detail.token.length)}
  />
);

export const component = (
  <Passwave
    sitekey="key"
    helpHref="tel:1"
    required
    className="wide"
    onVerified={({ detail }) => console.log(detail.token.length)}
    onError={({ detail }) => console.log(detail.code)}
    ref={(element) => element?.press()}
  />
);

// @ts-expect-error: there is no such mode
export const wrong = <pass-wave sitekey="key" mode="younger" />;
