import "passwave/react";

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

// @ts-expect-error: there is no such mode
export const wrong = <pass-wave sitekey="key" mode="younger" />;
