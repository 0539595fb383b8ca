import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { atDesk } from "./at-desk.ts";
import { PASSPHRASE } from "./cast.ts";
import type { DemoNode } from "./demo-node.ts";
import { openPage, sendForm } from "./form-by-http.ts";
import type { Step } from "./story.ts";
import { tellByForm } from "./tell-by-form.ts";

const STORY = "They kept my passport, and I have had no pay since May.";
const REPLY = "Come on Sunday at ten. Bring nothing.";

const listed = z.object({ items: z.array(z.object({ id: z.string(), status: z.string() })) });
const shown = z.object({ told: z.array(z.object({ texts: z.record(z.string(), z.string()) })) });

/** A worker tells what happened, a caseworker answers, and whoever runs the machine learns nothing of it. */
export async function* report(node: DemoNode): AsyncGenerator<Step> {
  const { part } = node;
  const code = await tellByForm(node, { happened: ["documents", "wages"], story: STORY, consents: ["C1"] });
  const caseworker = (words: readonly string[], text = "") =>
    node.hallWith(`${PASSPHRASE}\n${text}`, "case", ...words, "--as", "second");
  // What comes within ten seconds of the first page is set aside until somebody has looked at it.
  const { items } = listed.parse(await caseworker(["list", "--status", "quarantined"]));
  const [line] = items;
  if (line === undefined) throw new Error("The report did not arrive.");
  yield {
    told: `A worker tells ${part.name} what happened, by the form, without script and without a cookie`,
    seen: async () => {
      const { told } = shown.parse(await caseworker(["show", line.id]));
      return told[0]?.texts["story"] === STORY ? "the caseworker opens it with a passphrase" : undefined;
    },
  };
  await caseworker(["accept", line.id]);
  await caseworker(["verify", line.id]);
  await caseworker(["reply", line.id], REPLY);
  yield {
    told: "The caseworker replies, and the worker comes back with the code",
    seen: async () => {
      const page = await openPage(`${node.origin}/report/code?lang=en`);
      const { html } = await sendForm(page, { fill: { code }, go: "open" });
      return html.includes(REPLY) && !html.includes(STORY)
        ? `reads “${REPLY}”, and nothing of what was told before`
        : undefined;
    },
  };
  yield { told: "The administrator looks for it", seen: () => whatTheAdministratorSees(node) };
}

/** The desk with the administrator's passphrase, and every byte of the data folder. */
async function whatTheAdministratorSees(node: DemoNode): Promise<string | undefined> {
  const administrator = await atDesk(node, "first");
  const [home, cases] = await Promise.all([administrator.open("/desk"), administrator.open("/desk/cases")]);
  const onDisk = (await bytesOf(node.dataFolder)).some((bytes) => bytes.includes("passport") || bytes.includes(REPLY));
  const nothing = home.status === 200 && cases.status === 403 && !home.html.includes("passport") && !onDisk;
  return nothing ? "nothing: the page of reports is closed, and no byte on the disk says a word of it" : undefined;
}

async function bytesOf(folder: string): Promise<readonly Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name))),
  );
}
