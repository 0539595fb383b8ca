export * from "./caseload.ts";
export * from "./choose.ts";
export * from "./workers.ts";
