import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { ActorId } from "@commonhall/domain";
import { multikeyOf } from "@commonhall/wire";
import { ACCEPTED } from "./accepted.ts";
import { FEED } from "./feeds.ts";
import { keysOf, seedOf } from "./keys.ts";
import { REFUSED } from "./refused.ts";
import { campaign, centre, hall } from "./story.ts";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
/** What this script writes, and may therefore empty before it does. */
export const FOLDERS = ["actors", "objects", "activities", "refused"] as const;

/** Every file, by its path below this folder, with its exact text. */
export function fixtures(): ReadonlyMap<string, string> {
  const files: [string, string][] = [
    ...ACCEPTED.map(({ file, document }): [string, string] => [file, json(document)]),
    ...REFUSED.map(({ file, text }): [string, string] => [file, text]),
    ["index.json", json(index())],
    ["keys.json", json(keys())],
  ];
  return new Map(files);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const index = () => ({
  accepted: ACCEPTED.map(({ file, about, document }) => ({ file, about, proof: document["proof"] !== undefined })),
  refused: REFUSED.map(({ file, about, refusal }) => ({ file, about, refusal })),
});

/** By the id under which proofs name them. Feeds have those of their node. */
const keys = () =>
  Object.fromEntries([
    ...[centre.id, campaign.id, hall.node()].map((actor) => keyOf(actor, actor)),
    keyOf(FEED, hall.node()),
  ]);

const keyOf = (controller: ActorId, holder: ActorId) => [
  hall.proofKey(controller),
  {
    controller,
    publicKeyMultibase: multikeyOf(keysOf(holder).ed25519Public),
    secretSeedHex: seedOf(holder).toString("hex"),
  },
];

if (import.meta.main) {
  for (const folder of FOLDERS) rmSync(`${FOLDER}${folder}`, { recursive: true, force: true });
  for (const [file, text] of fixtures()) {
    mkdirSync(dirname(`${FOLDER}${file}`), { recursive: true });
    writeFileSync(`${FOLDER}${file}`, text);
  }
}
