export * from "./case.ts";
export * from "./bulletin.ts";
