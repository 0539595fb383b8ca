import { releaseFault, SMALLEST_GROUP, type ReadRelease } from "@commonhall/domain";
import { few, finding, notDone, well } from "./finding.ts";
import type { Check, CheckPorts } from "./ports.ts";

/** Looks at all that this centre ever said of workers: whether it keeps to the smallest group and to every floor of its level. */
export const checkSmallestGroup: Check = async ({ store }: Pick<CheckPorts, "store">) => {
  const centre = await store.direct.centres.get();
  const releases = centre === undefined ? [] : await ownReleases(store, centre.id);
  if (releases.length === 0) return notDone("smallest-group", "This centre has released nothing yet.");
  const broken = releases.flatMap(({ object, release, published }) => {
    const fault = releaseFault(release, published);
    return fault === undefined ? [] : [`${object} (${fault})`];
  });
  return broken.length === 0
    ? well(
        "smallest-group",
        `All ${releases.length} releases are of ${SMALLEST_GROUP} people or more, as their level asks for.`,
      )
    : finding(
        "smallest-group",
        `Released against the rules: ${few(broken)}.`,
        "Withdraw them at the desk under Releases. No engine makes such a thing: somebody changed the program or the database.",
      );
};

type OwnRelease = Pick<ReadRelease, "object" | "release" | "published">;

async function ownReleases(store: CheckPorts["store"], by: string): Promise<readonly OwnRelease[]> {
  const [bulletins, tables] = await Promise.all([store.bulletinViews.list({}), store.bulletinViews.tables({})]);
  return [
    ...bulletins
      .filter((line) => line.by === by)
      .map(({ object, published, bulletin }) => ({
        object,
        published,
        release: { type: "bulletin", bulletin } as const,
      })),
    ...tables
      .filter((line) => line.by === by)
      .map(({ object, published, table }) => ({
        object,
        published,
        release: { type: "statistics", id: object, table } as const,
      })),
  ];
}
