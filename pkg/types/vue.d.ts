// `import "passwave/vue"` in one file tells TypeScript about <pass-wave> in Vue's templates.
import type { DefineComponent } from "vue";
import type { PasswaveAttributes, PasswaveEventMap, PasswaveFieldAttributes } from "./passwave.js";

type Handlers = {
  [Type in keyof PasswaveEventMap as `on${Capitalize<Type>}`]?: (event: PasswaveEventMap[Type]) => void;
};

declare module "vue" {
  interface GlobalComponents {
    "pass-wave": DefineComponent<PasswaveAttributes & PasswaveFieldAttributes & Handlers>;
  }
}
