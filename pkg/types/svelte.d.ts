// `import "passwave/svelte"` in one file tells TypeScript about <pass-wave> in Svelte's templates.
import type { HTMLAttributes } from "svelte/elements";
import type { PassWave, PasswaveAttributes, PasswaveEventMap, PasswaveFieldAttributes } from "./passwave.js";

type Handlers = { [Type in keyof PasswaveEventMap as `on${Type}`]?: (event: PasswaveEventMap[Type]) => void };

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "pass-wave": HTMLAttributes<PassWave> & PasswaveAttributes & PasswaveFieldAttributes & Handlers;
  }
}
