import { defineConfig } from "vitest/config";

// One project a kind of test: the quick ones beside their code, the whole-network scenarios by themselves,
// because those start real servers and take the machine for themselves.
const node = { environment: "node", testTimeout: 20_000 } as const;

export default defineConfig({
  test: {
    projects: [
      { test: { ...node, name: "units", include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts"] } },
      { test: { ...node, name: "architecture", include: ["test/*.test.ts"] } },
      {
        test: {
          ...node,
          name: "network",
          include: ["test/{features,attacks}/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
