import { createHash } from "node:crypto";
import { err, ok, type Result } from "@commonhall/domain";
import type { Site } from "@commonhall/wire";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { SOFTWARE } from "../software.ts";

/** What an export says of itself (FEP-6fcd): of whom it is, and what each file has to be. */
export interface Manifest {
  readonly site: Site;
  readonly centre: string;
  readonly created: string;
  /** By name within the export. */
  readonly files: ReadonlyMap<string, Described>;
}

export interface Described {
  readonly sha256: string;
  readonly bytes: number;
}

export const MANIFEST = "manifest.yml";
const FORMAT = 1;
const FEP = "https://codeberg.org/fediverse/fep/src/branch/main/fep/6fcd/fep-6fcd.md#manifest-file";

const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/^(?:actor|campaign-.*|node)\.json$/, "https://www.w3.org/TR/activitypub/#actor-objects"],
  [/^outbox/, "https://www.w3.org/TR/activitystreams-core/#collections"],
  [/\.csv$/, "https://docs.joinmastodon.org/user/moving/#export"],
  [/\.jsonl$/, "https://jsonlines.org/"],
];

/** One folder deep, in letters that mean the same on every system. */
export const isFileName = (name: string): boolean =>
  /^(?:activitypub|commonhall)\/[a-z0-9_-]{1,80}\.(?:json|jsonl|csv)$/.test(name);

export function writeManifest({ site, centre, created, files }: Manifest): string {
  const folders: Record<string, Record<string, object>> = {};
  for (const [path, described] of files) {
    const [folder = "", name = ""] = path.split("/");
    const url = MEANINGS.find(([pattern]) => pattern.test(name))?.[1];
    folders[folder] = { ...folders[folder], [name]: { url, ...described } };
  }
  return stringify({
    "ubc-version": 0.1,
    meta: {
      created,
      createdBy: { controller: centre, client: { name: SOFTWARE.name, version: SOFTWARE.version } },
      commonhall: { format: FORMAT, origin: site.origin, handleHost: site.handleHost, former: site.former ?? [] },
    },
    contents: { [MANIFEST]: { url: FEP }, ...folders },
  });
}

/** By which all of an export is known, since it names the sum of every file. */
export const manifestSum = (text: string): string => createHash("sha256").update(text).digest("hex");

const described = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int().min(0) });
const schema = z.object({
  meta: z.object({
    created: z.string(),
    createdBy: z.object({ controller: z.string() }),
    commonhall: z.object({
      format: z.int(),
      origin: z.url(),
      handleHost: z.string(),
      former: z.array(z.strictObject({ origin: z.string(), left: z.number() })),
    }),
  }),
  contents: z.record(z.string(), z.unknown()),
});

export type ManifestRefused = "not ours" | "later version" | "names a file that no export has";

export function readManifest(text: string): Result<Manifest, ManifestRefused> {
  const read = schema.safeParse(yamlIn(text));
  if (!read.success) return err("not ours");
  const { created, createdBy, commonhall } = read.data.meta;
  if (commonhall.format > FORMAT) return err("later version");
  const files = new Map<string, Described>();
  for (const [folder, entries] of Object.entries(read.data.contents)) {
    if (folder === MANIFEST) continue;
    const names = z.record(z.string(), described).safeParse(entries);
    if (!names.success) return err("not ours");
    for (const [name, of] of Object.entries(names.data)) files.set(`${folder}/${name}`, of);
  }
  if (![...files.keys()].every(isFileName)) return err("names a file that no export has");
  const { origin, handleHost, former } = commonhall;
  const site: Site = { origin, handleHost, ...(former.length === 0 ? {} : { former }) };
  return ok({ site, centre: createdBy.controller, created, files });
}

function yamlIn(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}
