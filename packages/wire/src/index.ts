export type * from "./json.ts";
export type * from "./inbound/types.ts";
