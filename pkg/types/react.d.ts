// `import "passwave/react"` in one file tells TypeScript about <pass-wave> in React's JSX.
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { PassWave, PasswaveAttributes, PasswaveEventMap, PasswaveFieldAttributes } from "./passwave.js";

/** React 19 calls these; with older versions use a ref and addEventListener. */
type Handlers = { [Type in keyof PasswaveEventMap as `on${Type}`]?: (event: PasswaveEventMap[Type]) => void };

type Props = DetailedHTMLProps<HTMLAttributes<PassWave>, PassWave> &
  PasswaveAttributes &
  PasswaveFieldAttributes &
  Handlers & { class?: string };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "pass-wave": Props;
    }
  }
}
