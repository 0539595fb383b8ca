export * from "./crowd.ts";
export * from "./drafts.ts";
export * from "./network.ts";
export * from "./spawn-node.ts";
export type { TestNode } from "./test-node.ts";
