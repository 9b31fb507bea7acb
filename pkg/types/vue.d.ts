// The component, and what TypeScript must know of <pass-wave> in Vue's templates.
import type { DefineComponent } from "vue";
import type { PassWave, PasswaveAttributes, PasswaveEventMap, PasswaveFieldAttributes } from "./passwave.js";

type Handlers = {
  [Type in keyof PasswaveEventMap as `on${Capitalize<Type>}`]?: (event: PasswaveEventMap[Type]) => void;
};

type Listeners = {
  onVerified?: (event: PasswaveEventMap["passwave-verified"]) => void;
  onExpired?: (event: PasswaveEventMap["passwave-expired"]) => void;
  onError?: (event: PasswaveEventMap["passwave-error"]) => void;
  onStateChange?: (event: PasswaveEventMap["passwave-state"]) => void;
};

/** What a ref to the component has. */
type Exposed = Pick<PassWave, "reset" | "press" | "pushMotion"> & { element: PassWave | null };

/** `<pass-wave>` as a component. */
export const Passwave: DefineComponent<PasswaveAttributes & PasswaveFieldAttributes & Listeners, Exposed>;

declare module "vue" {
  interface GlobalComponents {
    "pass-wave": DefineComponent<PasswaveAttributes & PasswaveFieldAttributes & Handlers>;
  }
}
