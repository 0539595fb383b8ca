export * from "./crowd.ts";
export * from "./drafts.ts";
export * from "./network.ts";
export * from "./spawn-node.ts";
export { spawnParts, type Part, type PartRole, type SpawnedParts } from "./spawn-parts.ts";
export type { TestNode } from "./test-node.ts";
