import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hall } from "./hall.ts";

const EXAMPLES = resolve(import.meta.dirname, "../../../docs/examples");

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hall-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The one value on standard output. */
  readonly json: unknown;
}

async function run(words: readonly string[], environment: Record<string, string> = {}, input = ""): Promise<Answer> {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    environment: { HALL_DATA: join(folder, "data"), HALL_ORIGIN: "https://hall.example", ...environment },
    folders: [folder, EXAMPLES],
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    input: () => Promise.resolve(input),
  };
  const code = await hall(words, io, { onEnd: () => undefined });
  const text = out.join("");
  return {
    code,
    out: text,
    err: err.join(""),
    json: words.includes("--json") && text !== "" ? JSON.parse(text) : undefined,
  };
}

const write = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return name;
};

describe("what is asked wrongly", () => {
  test.each([
    [[], "Usage: hall"],
    [["befriend", "list"], "Unknown command 'befriend'."],
    [["ally"], "Missing required argument 'words'."],
    [["follow"], "Missing required argument 'address'."],
    [["follow", "a", "b"], "Too many arguments"],
    [["pledge"], "Missing required argument 'words'."],
    [["pledges"], "Missing required argument 'call'."],
    [["timeline", "--king"], "Unknown option '--king'."],
    [["timeline", "--kind", "poem"], "Allowed choices are campaign, post"],
    [["timeline", "--language", "not a language"], "use a language as BCP 47 writes it"],
    [["close", "payup"], "Required option '--outcome <outcome>' not specified."],
    [
      ["close", "payup", "--outcome", "maybe", "--changed", "x", "--workers-told", "yes"],
      "Allowed choices are won, partly, lost, unknown, met, ended.",
    ],
  ])("%j ends with 2 and a sentence", async (words, sentence) => {
    const { code, out, err } = await run(words);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(sentence);
  });

  test("a wrong setting ends with 2 and its name, for every command", async () => {
    for (const words of [["serve"], ["timeline"], ["setup", "centre.yaml"]]) {
      const { code, err } = await run(words, { HALL_ORIGIN: "nowhere", HALL_LISTEN: "x" });
      expect(code).toBe(2);
      expect(err).toMatch(/^HALL_ORIGIN: .*\nHALL_LISTEN: .*\n$/);
    }
  });

  test("a folder without a node is told, and not made", async () => {
    const { code, err } = await run(["timeline"], { HALL_DATA: join(folder, "elsewhere") });
    expect(code).toBe(1);
    expect(err).toContain("There is no node in");
    expect(await readdir(folder)).not.toContain("elsewhere");
  });

  test("help is no error", async () => {
    expect(await run(["--help"])).toMatchObject({ code: 0, err: "" });
    expect(await run(["publish", "--help"])).toMatchObject({ code: 0, err: "" });
  });
});

describe("a centre and what it publishes", () => {
  test("from set-up to the end of a campaign", async () => {
    const [wrong, setup, again] = [
      await run(["setup", await write("wrong.yaml", "kind: centre\nhandle: A\n"), "--json"]),
      await run(["setup", "centre.yaml", "--json"]),
      await run(["setup", "centre.yaml", "--json"]),
    ];
    expect(wrong).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("wrong.yaml, line 2, handle: `A` is not accepted"),
    });
    expect(setup).toMatchObject({
      code: 0,
      json: {
        id: "https://hall.example/centres/hall",
        handle: "@hall@hall.example",
        url: expect.stringContaining("https://hall.example/"),
      },
    });
    expect(again).toMatchObject({ code: 1, out: "" });

    await changesTheCentre();

    const campaign = await run(["publish", "jaba-garmindo/campaign.yaml", "--json"]);
    const activity: unknown = expect.stringMatching(/^https:\/\/hall\.example\/activities\/[0-9a-f-]{36}$/);
    const id = "https://hall.example/campaigns/jaba-garmindo";
    expect(campaign.json).toEqual({ id, url: id, kind: "campaign", activity });
    expect(await run(["publish", "jaba-garmindo/campaign.yaml"])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^jaba-garmindo\/campaign\.yaml, line 3, handle: `jaba-garmindo` is taken/),
    });
    expect((await run(["update", id, "jaba-garmindo/campaign-update.yaml", "--json"])).json).toEqual({ id, activity });

    const post = await run(["publish", "jaba-garmindo/post.yaml", "--json"]);
    expect(post.json).toMatchObject({ id: expect.stringMatching(/\/posts\//), kind: "post", activity });
    const action = await run(["publish", "jaba-garmindo/action.yaml", "--json"]);
    expect(action.json).toMatchObject({ id: expect.stringMatching(/\/actions\//), kind: "action", activity });
    const { id: postId } = post.json as { id: string };
    expect(await run(["update", postId, "jaba-garmindo/action.yaml"])).toMatchObject({ code: 2 });
    expect((await run(["delete", postId, "--json"])).json).toEqual({ id: postId, activity });
    expect(await run(["delete", postId, "--json"])).toMatchObject({ code: 1, out: "" });

    expect((await run(["renew", id, "--by", "maria", "--json"])).json).toEqual({ id, activity });
    const closing = [
      "close",
      "jaba-garmindo",
      "--outcome",
      "partly",
      "--changed",
      "Half was paid.",
      "--workers-told",
      "no",
    ];
    expect((await run([...closing, "--json"])).json).toEqual({ id, activity });
    expect(await run(closing)).toMatchObject({ code: 1, err: "The campaign is closed already.\n" });
  });

  async function changesTheCentre(): Promise<void> {
    const centre = (name: string, handle = "hall") => `kind: centre
handle: ${handle}
name: ${name}
summary: { en: A hall. }
languages: [en]
`;
    const id = "https://hall.example/centres/hall";
    const file = await write("renamed.yaml", centre("The hall by the harbour"));
    for (const named of ["hall", "@hall@hall.example", id]) {
      const changed = await run(["update", named, file, "--json"]);
      expect(changed.json).toEqual({ id, activity: expect.stringMatching(/\/activities\//) as unknown });
    }
    const other = await write("other.yaml", centre("Another", "other"));
    expect(await run(["update", "hall", other])).toMatchObject({
      code: 2,
      err: "other.yaml, line 2, handle: others know the centre by its handle, so it stays; use hall\n",
    });
    expect(await run(["update", "other", file])).toMatchObject({
      code: 1,
      err: "The centre of this node is hall, not other.\n",
    });
    expect(await run(["publish", file])).toMatchObject({ code: 2, err: expect.stringContaining("hall update HANDLE") });
    const long = await write("long.yaml", centre(JSON.stringify("x".repeat(400))));
    expect(await run(["update", "hall", long])).toMatchObject({ code: 2 });
    // The file that the centre was set up from: its staff is as it was.
    expect((await run(["update", "hall", "centre.yaml", "--json"])).code).toBe(0);
    expect(await run(["setup", "centre.yaml"])).toMatchObject({ code: 1, err: "This node has a centre already.\n" });
  }

  test("a file that is wrong leaves nothing behind", async () => {
    const before = (await run(["deliveries", "--json"])).json;
    const wrong = [
      ["call.yaml", "kind: call\ntext: Help\n", "line 1, urgency: is missing; give one of immediate, expected, future"],
      ["poem.yaml", "kind: poem\n", "`poem` is not accepted; use one of campaign, post, action"],
      [
        "post.yaml",
        "kind: post\ncampaign: nobody\ntext: Hello\n",
        "line 2, campaign: `nobody` is no campaign of this node",
      ],
      [
        "long.yaml",
        "kind: campaign\nhandle: long\nname: Long\nsummary: Long\ntargets: [{ name: A, role: brand }]\ndemands: [Pay]\nstarts: 2026-11-22\nends: 2036-11-22\n",
        "line 8, ends: a campaign runs for three months at a time",
      ],
    ] as const;
    for (const [name, text, sentence] of wrong) {
      expect(await run(["publish", await write(name, text), "--json"])).toMatchObject({
        code: 2,
        out: "",
        err: expect.stringContaining(sentence),
      });
    }
    expect(await run(["publish", "not-there.yaml"])).toMatchObject({
      code: 2,
      err: "not-there.yaml: there is no such file\n",
    });
    expect((await run(["deliveries", "--json"])).json).toEqual(before);
  });

  test("lists are there before anything is in them", async () => {
    expect((await run(["following", "--json"])).json).toEqual([]);
    expect((await run(["followers", "--json"])).json).toEqual([]);
    expect((await run(["timeline", "--json"])).json).toEqual([]);
    expect((await run(["deliveries", "--state", "waiting", "--json"])).json).toEqual({
      counts: { waiting: 0, done: 0, failed: 0, gone: 0 },
      items: [],
    });
  });

  test("feeds are there by name before anything is in them, and a name that is none is told what would do", async () => {
    expect((await run(["feed", "us-ca.f.call.any", "--json"])).json).toEqual([]);
    const offered = (await run(["feeds", "--json", "--language", "es"])).json;
    expect(offered).toContainEqual({
      id: "https://hall.example/feeds/any.any.call.any",
      name: "any.any.call.any",
      title: "Llamados de solidaridad",
    });
    for (const [name, sentence] of [
      ["us-ca.f.call", "a feed has a name of four parts"],
      ["xx.f.call.any", '"xx" is no place; use a country'],
      ["f.us.call.any", "you probably meant us.f.call.any"],
    ] as const) {
      expect(await run(["feed", name])).toMatchObject({ code: 2, out: "", err: expect.stringContaining(sentence) });
    }
  });

  test("a domain is refused and accepted again", async () => {
    expect((await run(["domain", "Bad.example", "refuse", "--json"])).json).toEqual({
      host: "bad.example",
      level: "refuse",
    });
    expect((await run(["domain", "bad.example", "accept", "--json"])).json).toEqual({
      host: "bad.example",
      level: "accept",
    });
    expect(await run(["domain", "bad.example", "hate"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("use one of accept, limit, refuse"),
    });
  });

  test("the data is of one origin for ever", async () => {
    const { code, err } = await run(["timeline"], { HALL_ORIGIN: "https://other.example" });
    expect(code).toBe(1);
    expect(err).toContain("This node was set up as https://hall.example");
    expect((await run(["timeline", "--json"], { HALL_ORIGIN: "" })).code).toBe(0);
  });

  test.each([
    [["pledge", "nothing", "--quantity", "2"], 2, "NEED_ID: `nothing` is not accepted"],
    [["pledge", "https://a.example/calls/1/needs/1"], 2, "--quantity: say how much"],
    ...["0", "-1", "1e3", "1.234", "1234567890", "two"].map(
      (quantity) =>
        [
          ["pledge", "https://a.example/calls/1/needs/1", `--quantity=${quantity}`],
          2,
          `--quantity: \`${quantity}\` is not accepted; use a number above zero`,
        ] as const,
    ),
    [["pledge", "accept", "https://a.example/pledges/1", "--quantity", "0"], 2, "--quantity: `0` is not accepted"],
    [["pledge", "https://a.example/calls/1/needs/1", "--quantity", "2"], 1, "No call that arrived here asks for"],
    [["pledge", "withdraw", "https://hall.example/pledges/1"], 1, "Nothing that you can do this to"],
    [["pledge", "accept", "https://a.example/pledges/1", "twice"], 2, "pledge: use hall pledge NEED_ID"],
    [["pledges", "https://a.example/calls/1"], 1, "No call is known by the id"],
  ] as const)("%j ends with %d and a sentence", async (words, code, sentence) => {
    const answer = await run(words);
    expect([answer.code, answer.out]).toEqual([code, ""]);
    expect(answer.err).toContain(sentence);
  });

  test("what is no address is told, before anything is asked of the network", async () => {
    expect(await run(["follow", "not an address"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("use @name@host"),
    });
  });
});
