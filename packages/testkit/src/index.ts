export * from "./fake-clock.ts";
export * from "./http/local-server.ts";
export * from "./memory/memory-deliveries.ts";
export * from "./memory/memory-inbox.ts";
