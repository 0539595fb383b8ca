import type { Core } from "../core.ts";

/** After every deletion that has to be one. False where another process reads just now; the next sweep does it then. */
export async function scrub(core: Core): Promise<boolean> {
  const done = await core.files.scrub();
  if (!done) core.alarm("erasure waits");
  return done;
}
