import { doorPath } from "@commonhall/domain";
import { expect, test } from "vitest";
import { needsVault } from "./needs-vault.ts";

const path = doorPath("talk") ?? expect.fail();
const doors = { get: async () => ({ path }) };

test.each(["/desk", "/desk/sign-in", "/setup", "/report", "/report/code", "/talk", "/talk/code"])(
  "%s is answered out of the vault",
  async (asked) => expect(await needsVault(asked, doors)).toBe(true),
);

test.each(["/", "/desktop", "/about", "/feeds/any", "/talk/else", "/campaigns/talk", "/healthz", "/inbox"])(
  "%s is answered by any process",
  async (asked) => expect(await needsVault(asked, doors)).toBe(false),
);
