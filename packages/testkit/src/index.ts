export * from "./fake-clock.ts";
export * from "./samples.ts";
export * from "./http/local-server.ts";
export * from "./memory/memory-deliveries.ts";
export * from "./memory/memory-inbox.ts";
export * from "./memory/memory-key-value.ts";
export * from "./memory/memory-message-queue.ts";
