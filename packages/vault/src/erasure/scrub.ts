import type { Core } from "../core.ts";

/** After every deletion that has to be one. False where another process reads just now; the next sweep does it then. */
export function scrub(core: Core): boolean {
  const done = core.files.scrub();
  if (!done) core.alarm("erasure waits");
  return done;
}
