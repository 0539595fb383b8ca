import { describe, expect, it } from "vitest";
import { createResolve, type ResolvedAddress } from "./resolve.ts";

const SERVERS: ResolvedAddress = { address: "93.184.216.34", family: 4 };
const SYSTEM: ResolvedAddress = { address: "10.0.0.7", family: 4 };

function room(known: readonly ResolvedAddress[]) {
  const asked: string[] = [];
  const resolve = createResolve(
    async () => {
      asked.push("system");
      return [SYSTEM];
    },
    async () => {
      asked.push("servers");
      return known;
    },
  );
  return { resolve, asked };
}

describe("resolving a name", () => {
  it("asks the name servers, and leaves the system's threads alone", async () => {
    const { resolve, asked } = room([SERVERS]);
    expect(await resolve("hall.example")).toEqual([SERVERS]);
    expect(asked).toEqual(["servers"]);
  });

  it("asks the system where the name servers know nothing", async () => {
    const { resolve, asked } = room([]);
    expect(await resolve("hall.example")).toEqual([SYSTEM]);
    expect(asked).toEqual(["servers", "system"]);
  });

  it("asks nobody outside about names that are never public", async () => {
    const { resolve, asked } = room([SERVERS]);
    for (const name of ["localhost", "beirut.localhost", "node-b", "nas.local"]) await resolve(name);
    expect(asked).toEqual(["system", "system", "system", "system"]);
  });

  it("finds this machine without any network", async () => {
    expect((await createResolve()("localhost")).map(({ address }) => address)).toContain("127.0.0.1");
  });
});
