// The component, and what TypeScript must know of <pass-wave> in React's JSX.
import type { DetailedHTMLProps, ForwardRefExoticComponent, HTMLAttributes, RefAttributes } from "react";
import type { PassWave, PasswaveAttributes, PasswaveEventMap, PasswaveFieldAttributes } from "./passwave.js";

/** React 19 calls these; with older versions use a ref and addEventListener. */
type Handlers = { [Type in keyof PasswaveEventMap as `on${Type}`]?: (event: PasswaveEventMap[Type]) => void };

type Props = DetailedHTMLProps<HTMLAttributes<PassWave>, PassWave> &
  PasswaveAttributes &
  PasswaveFieldAttributes &
  Handlers & { class?: string };

type Listeners = {
  onVerified?: (event: PasswaveEventMap["passwave-verified"]) => void;
  onExpired?: (event: PasswaveEventMap["passwave-expired"]) => void;
  onError?: (event: PasswaveEventMap["passwave-error"]) => void;
  onStateChange?: (event: PasswaveEventMap["passwave-state"]) => void;
};

/** Attributes as JavaScript spells them: `helpHref` for `help-href`. */
type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Tail>}` : Name;
type CamelAttributes = { [Name in keyof PasswaveAttributes as Camel<Name & string>]?: PasswaveAttributes[Name] };

export type PasswaveProps = Omit<HTMLAttributes<PassWave>, "onError"> &
  PasswaveAttributes &
  CamelAttributes &
  PasswaveFieldAttributes &
  Listeners;

/** `<pass-wave>` as a component; the ref is the element. */
export const Passwave: ForwardRefExoticComponent<PasswaveProps & RefAttributes<PassWave>>;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "pass-wave": Props;
    }
  }
}
