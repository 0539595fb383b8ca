import { readdir, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { checkAction, checkCampaign, languageTag, translations, trusted, type LanguageTag } from "@commonhall/domain";
import { readAlliance } from "./alliance-file.ts";
import { readAction } from "./action-file.ts";
import { readCall } from "./call-file.ts";
import { readCampaign } from "./campaign-file.ts";
import { readCentre } from "./centre-file.ts";
import { readYamlFile } from "./read-file.ts";
import { readPost } from "./post-file.ts";
import { parseYamlFile } from "./yaml-file.ts";

const folder = resolve(import.meta.dirname, "../../../../docs/examples");
const first = languageTag("en") as LanguageTag;

async function example(name: string) {
  const file = await readYamlFile(name, [folder]);
  if (!file.ok) throw new Error(file.error.join("\n"));
  return file.value;
}

const value = <T>(read: { ok: true; value: T } | { ok: false; error: readonly string[] }): T => {
  if (!read.ok) throw new Error(read.error.join("\n"));
  return read.value;
};

describe("the examples of the documentation", () => {
  test("a centre to begin with", async () => {
    expect(value(readCentre(await example("centre.yaml"))).staff).toHaveLength(1);
  });

  test("what the guide to files shows is accepted as it stands there", async () => {
    const guide = await readFile(resolve(folder, "../users/files.md"), "utf8");
    const blocks = [...guide.matchAll(/```yaml\n(kind: \w+\n[\s\S]*?)```/g)].map(([, block = ""]) => block);
    const readers = {
      centre: readCentre,
      campaign: readCampaign,
      post: readPost,
      action: readAction,
      call: readCall,
      alliance: readAlliance,
    };
    for (const [kind, reader] of Object.entries(readers)) {
      const file = value(parseYamlFile("files.md", blocks.find((block) => block.startsWith(`kind: ${kind}\n`)) ?? ""));
      expect(value<unknown>(reader(file, first))).toBeDefined();
    }
  });

  for (const campaign of ["jaba-garmindo", "spain-c189"]) {
    test(`${campaign}: a campaign that may be published today, whole in three languages, and later in four`, async () => {
      expect(await readdir(resolve(folder, campaign))).toHaveLength(4);
      for (const [name, languages] of [
        ["campaign", 3],
        ["campaign-update", 4],
      ] as const) {
        const draft = value(readCampaign(await example(`${campaign}/${name}.yaml`), first));
        expect(checkCampaign(draft, Date.UTC(2026, 10, 22)).ok).toBe(true);
        expect(translations(draft).map(({ state }) => state)).toEqual([
          "original",
          ...Array.from({ length: languages - 1 }, () => "complete"),
        ]);
      }
    });

    test(`${campaign}: a post and an action in it`, async () => {
      const post = value(readPost(await example(`${campaign}/post.yaml`), first));
      expect(Object.keys(post.text).length).toBeGreaterThanOrEqual(3);
      const action = value(readAction(await example(`${campaign}/action.yaml`), first));
      expect(checkAction({ ...action, campaign: trusted.actor("https://hall.example/campaigns/x") }).ok).toBe(true);
    });
  }
});
