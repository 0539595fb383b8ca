import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, resolve } from "node:path";
import { expect, test } from "vitest";
import { MAIN } from "@commonhall/testkit/network";

test("the demonstration sees every step on the other side, and leaves nothing running", async () => {
  const child = spawn(process.execPath, [resolve(dirname(MAIN), "demo/main.ts"), "--once"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (said += data.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  expect({ code, said }).toMatchObject({
    code: 0,
    said: expect.stringMatching(/All \d+ steps were seen on the other side\.\n$/),
  });
  for (const step of [
    "the feed fills from both → all three stand on",
    "reads the feed as Atom → 3 entries of Migrant Workers.+ Beirut and Migrant Workers.+ Hong Kong, none twice",
    "reads it as a calendar → Picnic on the day off",
    "by that one Follow → .+, each exactly once",
    "adds a language to the campaign",
    "in its own calendar",
    "deletes what it told",
    "a campaign of the public record",
    "sign its charter",
    "gets nothing of it",
    "accepts two of Hong Kong and one of Federation",
    "is met, and Beirut reports back",
    "signs as the second, with keys of his own → It leaves on",
    "Hong Kong has it at its desk → Beirut .Lebanon.",
    "Federation has it at its desk → Beirut .Lebanon.",
    "so does the stranger → 200 for the ally, 404 for the stranger",
    "looks at its desk → no bulletin, no table",
  ]) {
    expect(said).toMatch(new RegExp(`^✓ .*${step}`, "m"));
  }
  const origins = [...said.matchAll(/ runs at (\S+)$/gm)].map(([, origin = ""]) => origin);
  expect(origins).toHaveLength(4);
  for (const origin of origins) await expect(fetch(origin)).rejects.toThrow("fetch failed");
}, 600_000);
