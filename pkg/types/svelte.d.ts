// The component, and what TypeScript must know of <pass-wave> in Svelte's templates.
import type { Component } from "svelte";
import type { HTMLAttributes } from "svelte/elements";
import type { PassWave, PasswaveAttributes, PasswaveEventMap, PasswaveFieldAttributes } from "./passwave.js";

type Handlers = { [Type in keyof PasswaveEventMap as `on${Type}`]?: (event: PasswaveEventMap[Type]) => void };

type Listeners = {
  onverified?: (event: PasswaveEventMap["passwave-verified"]) => void;
  onexpired?: (event: PasswaveEventMap["passwave-expired"]) => void;
  onerror?: (event: PasswaveEventMap["passwave-error"]) => void;
  onstatechange?: (event: PasswaveEventMap["passwave-state"]) => void;
};

type PasswaveProps = Omit<HTMLAttributes<PassWave>, "onerror"> &
  PasswaveAttributes &
  PasswaveFieldAttributes &
  Listeners;

/** `<pass-wave>` as a component. */
export const Passwave: Component<PasswaveProps, Pick<PassWave, "reset" | "press" | "pushMotion">>;

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "pass-wave": HTMLAttributes<PassWave> & PasswaveAttributes & PasswaveFieldAttributes & Handlers;
  }
}
