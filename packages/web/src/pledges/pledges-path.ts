import type { ObjectId } from "@commonhall/domain";

/** The desk's page of what is promised for a call, ours or another's. */
export const pledgesPath = (call: ObjectId): string => `/desk/pledges?call=${encodeURIComponent(call)}`;
