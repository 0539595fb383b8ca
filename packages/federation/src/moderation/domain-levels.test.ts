import { trusted, type Change, type DomainPolicy } from "@commonhall/domain";
import { describe, expect, it } from "vitest";
import { createDomainLevels } from "./domain-levels.ts";

function room() {
  let policies: DomainPolicy[] = [];
  let reads = 0;
  let broken = false;
  let changed: (change: Change) => void = () => {};
  const levels = createDomainLevels({
    direct: {
      domains: {
        all: async () => {
          reads += 1;
          if (broken) throw new Error("disk");
          return policies;
        },
      },
    },
    onChange: (listener) => {
      changed = listener;
      return () => {};
    },
  });
  return {
    levels,
    reads: () => reads,
    break: (now: boolean) => (broken = now),
    refuse: (host: string) => {
      policies = [...policies, { host: trusted.host(host), level: "refuse" }];
      changed("anything");
    },
  };
}

describe("levels of domains", () => {
  it("follow every commit, and are read once between two", async () => {
    const { levels, refuse, reads } = room();
    expect(await Promise.all([levels.of("bad.example"), levels.of("good.example")])).toEqual(["accept", "accept"]);
    expect(reads()).toBe(1);
    refuse("bad.example");
    expect(await levels.of("Sub.Bad.example:8443")).toBe("refuse");
    expect(await levels.of("good.example")).toBe("accept");
    expect(reads()).toBe(2);
  });

  it("are asked for again after a read that failed", async () => {
    const { levels, refuse, break: breakIt } = room();
    refuse("bad.example");
    breakIt(true);
    await expect(levels.of("bad.example")).rejects.toThrow("disk");
    breakIt(false);
    expect(await levels.of("bad.example")).toBe("refuse");
  });
});
