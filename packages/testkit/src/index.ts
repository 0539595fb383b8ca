export * from "./fake-clock.ts";
export * from "./http/local-server.ts";
