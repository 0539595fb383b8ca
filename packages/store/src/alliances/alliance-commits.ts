import type { Alliances } from "@commonhall/domain";

/** No charter is kept yet, so nobody reads by one. */
export const alliances = (): Alliances => ({ readers: () => Promise.resolve([]) });
