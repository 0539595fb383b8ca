import { ACTION_TYPES, HOUR, type Action } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { publicWeb } from "../public-web.ts";
import { open, send } from "../testing/ask.ts";
import { assembly, everything, payUp, petition, picket, rally } from "../testing/fixtures.ts";
import { memoryPorts } from "../testing/memory-ports.ts";
import { INTERFACE_LANGUAGES, wordsFor } from "../words/words.ts";

const path = ({ id }: Action): string => new URL(id).pathname;

describe("saying that one comes", () => {
  test("adds one to a number, leaves no cookie, and says that it is only a count", async () => {
    const { ports, seen } = memoryPorts(everything);
    const web = publicWeb(ports);
    expect((await open(web, `${path(rally)}?lang=en`)).text).toContain("Please press once");
    const got = await send(web, `${path(rally)}/coming?lang=en`, []);
    expect([got.status, got.headers.get("set-cookie")]).toEqual([303, null]);
    const location = got.headers.get("location") ?? "";
    expect(location).toBe(`${path(rally)}?counted=&lang=en#coming`);
    const shown = await open(web, location);
    expect(shown.text).toContain("You have been counted");
    expect(shown.text).toContain("One person says that they are coming");
    expect([...seen.counts]).toEqual([[rally.id, 1]]);
  });

  test.each([
    ["cancelled", picket],
    ["over", assembly],
  ])("what is %s counts nobody", async (_, action) => {
    const { ports, seen } = memoryPorts(everything);
    const got = await send(publicWeb(ports), `${path(action)}/coming`, []);
    expect([got.status, got.headers.get("location")]).toEqual([303, path(action)]);
    expect(seen.counts.size).toBe(0);
  });

  test("nor does anything of a campaign that is closed", async () => {
    const closed = {
      ...payUp,
      status: "closed",
      closing: { outcome: "won", changed: "All.", workersTold: true },
    } as const;
    const { ports, seen } = memoryPorts({ ...everything, campaigns: [closed] });
    const web = publicWeb(ports);
    await send(web, `${path(petition)}/coming`, []);
    expect(seen.counts.size).toBe(0);
    expect((await open(web, path(petition))).tags.some(({ name }) => name === "form")).toBe(false);
  });

  test("a page of somebody else cannot press the button", async () => {
    const { ports, seen } = memoryPorts(everything);
    const got = await send(publicWeb(ports), `${path(rally)}/coming`, [], { "sec-fetch-site": "cross-site" });
    expect(got.status).toBe(403);
    expect(seen.counts.size).toBe(0);
  });

  test("a script gets only so many in, and people after it some time later", async () => {
    const { ports, seen } = memoryPorts(everything);
    const web = publicWeb(ports);
    const press = () => send(web, `${path(rally)}/coming`, []);
    for (let times = 0; times < 100; times++) await press();
    expect(seen.counts.get(rally.id)).toBe(60);
    const refused = await press();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
    seen.now += HOUR;
    expect((await press()).status).toBe(303);
  });

  test("an action that is not there is not there", async () => {
    expect((await send(publicWeb(memoryPorts(everything).ports), "/actions/nothing/coming", [])).status).toBe(404);
  });

  test.each(ACTION_TYPES.flatMap((type) => INTERFACE_LANGUAGES.map((language) => [type, language] as const)))(
    "a %s has its own words in %s",
    async (type, language) => {
      const words = wordsFor(language);
      const { ports } = memoryPorts({ ...everything, actions: [{ ...rally, type }] });
      const { text } = await open(publicWeb(ports), `${path(rally)}?lang=${language}`);
      expect(text).toContain(words(`coming.button.${type}`));
      expect(text).toContain(words(`coming.count.${type}`, { count: 0 }));
      expect(text).toContain(words(`action.type.${type}`));
    },
  );
});
