import type { FillRefused } from "@commonhall/store";
import type { ArchiveRefused } from "../exports/archive.ts";
import type { ExportRefused } from "../exports/read-export.ts";
import { couldNot, wrong, type Outcome } from "./outcome.ts";

const NOTHING = "Nothing was brought in.";

export function archiveRefused(file: string, refused: ArchiveRefused): Outcome {
  switch (refused.type) {
    case "cut off":
      return wrong(`${file} is no whole .tar file: it ends too early, or something else stands in it. ${NOTHING}`);
    case "strange entry":
      return wrong(
        `${file} holds ${JSON.stringify(refused.name.slice(0, 100))}, which no export of this program has. ${NOTHING}`,
      );
    case "too large":
      return wrong(`${file} holds more than any export of this program does. ${NOTHING}`);
    case "another program":
      return wrong(otherProgram(file, refused.names));
  }
}

/** What is in it, and what of it can be used. */
function otherProgram(file: string, names: readonly string[]): string {
  const known = ["actor.json", "outbox.json", "likes.json", "bookmarks.json"].filter((one) =>
    names.some((name) => name.replace(/^\.\//, "") === one),
  );
  const rest = names.length - known.length;
  const held = known.length === 0 ? "" : ` It holds ${known.join(", ")} and ${rest} other files.`;
  return `${file} is an archive of another program, such as Mastodon makes.${held} What was said under another address cannot be said again under this one, so nothing of it was brought in. Of what Mastodon exports only the lists can be used: follow whom following_accounts.csv names, with hall follow ADDRESS for each. Those in followers.csv come along when the other account moves here (in Mastodon: Preferences, Account, Move to a different account).`;
}

export function exportRefused(refused: ExportRefused): Outcome {
  switch (refused.type) {
    case "no manifest":
      return wrong(`There is no manifest.yml in it, so this is no export of this program. ${NOTHING}`);
    case "other manifest":
      return wrong(
        `Its manifest.yml is not the one that was written with these keys: the two are of different exports, or somebody changed what is in it. ${NOTHING}`,
      );
    case "manifest":
      return wrong(
        refused.why === "later version"
          ? `It was written by a later version of this program. Install that one first. ${NOTHING}`
          : `Its manifest.yml is not one that this program writes (${refused.why}). ${NOTHING}`,
      );
    case "missing":
      return wrong(`${refused.name} is named in its manifest.yml and is not there: it was cut off. ${NOTHING}`);
    case "not described":
      return wrong(`${refused.name} is not named in its manifest.yml: somebody put it there. ${NOTHING}`);
    case "altered":
      return wrong(`${refused.name} is not what its manifest.yml says: it was changed or cut off. ${NOTHING}`);
  }
}

export function fillRefused(refused: FillRefused): Outcome {
  return refused.type === "not empty"
    ? couldNot(`This node is not empty. An export is brought back into a node that has nothing yet. ${NOTHING}`)
    : wrong(`commonhall/${refused.table}.jsonl, line ${refused.line}: ${refused.detail}. ${NOTHING}`);
}
