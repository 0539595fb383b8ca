import { DAY, err, ok, plainDate } from "@commonhall/domain";
import { RELEASE_DAY, sampleBulletin, sampleRegion, sampleTable } from "@commonhall/domain/testing";
import {
  isRandomId,
  type RandomId,
  type ReleaseDayView,
  type ReleasedLine,
  type ReleaseRoom,
  type RoomRefused,
} from "@commonhall/vault";

/** A release day with one group, one table and one candidate that was dropped. */
export interface ReleaseWorld {
  /** Undefined for whoever is no officer. */
  view: ReleaseDayView | undefined;
  released: readonly ReleasedLine[];
  refused?: RoomRefused;
}

const sure = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error("Not a fixture");
  return value;
};
const randomId = (letter: string): RandomId => {
  const id = letter.repeat(32);
  return sure(isRandomId(id) ? id : undefined);
};

export const GROUP_ID = randomId("1");
export const TABLE_ID = randomId("2");
export const GONE_ID = randomId("3");
export const OUT_ID = randomId("4");

const bulletin = sampleBulletin({
  id: "5d0f7a52-3b8e-4a57-9d1e-2f1f6f0f3c11",
  level: "B4",
  place: sampleRegion("LB"),
  period: "2026",
  people: "11-19",
  abuse: [
    { code: "wages", share: "most" },
    { code: "documents", share: "some" },
  ],
});

const table = sampleTable({
  cells: [
    { code: "household", people: 23 },
    { code: "construction", people: "<11" },
  ],
});

export const releaseWorld = (): ReleaseWorld => ({
  view: {
    day: bulletin.released,
    published: RELEASE_DAY,
    opens: RELEASE_DAY - 7 * DAY,
    signBy: RELEASE_DAY - 2 * DAY,
    made: true,
    policy: { country: bulletin.place, catchment: 2_000_000 },
    candidates: [
      {
        id: GROUP_ID,
        release: { type: "bulletin", bulletin },
        proof: { policy: "sha256-abc", drawn: 12, people: 14, byEmployer: 13, byRecruiter: 14 },
        may: "propose",
      },
      {
        id: TABLE_ID,
        release: { type: "statistics", id: "6d0f7a52-3b8e-4a57-9d1e-2f1f6f0f3c11", table },
        proposedBy: "id-prop",
        may: "approve",
      },
      {
        id: GONE_ID,
        release: { type: "bulletin", bulletin: { ...bulletin, id: "7d0f7a52-3b8e-4a57-9d1e-2f1f6f0f3c11" } },
        dropped: "a member has gone",
        may: undefined,
      },
    ],
  },
  released: [
    {
      id: OUT_ID,
      day: sure(plainDate("2026-11-03")),
      release: { type: "bulletin", bulletin: { ...bulletin, id: "8d0f7a52-3b8e-4a57-9d1e-2f1f6f0f3c11" } },
      withdrawal: { by: "id-prop", due: RELEASE_DAY },
    },
  ],
});

export function releaseRoom(world: ReleaseWorld, log: string[]): ReleaseRoom {
  const act = async (what: string) => {
    if (world.refused !== undefined) return err(world.refused);
    log.push(what);
    return ok(undefined);
  };
  return {
    day: async () => world.view,
    setPolicy: async (policy) => {
      if ((policy.k ?? 11) < 11) return err({ type: "weak", field: "k", least: 11 });
      const abroad = Object.keys(policy.populations ?? {}).find((one) => !one.startsWith(policy.country));
      if (abroad !== undefined) return err({ type: "other country", field: "populations", place: abroad });
      const { country, catchment, populations = {}, estimates = [] } = policy;
      return act(`policy ${country} ${catchment} ${JSON.stringify(populations)} ${JSON.stringify(estimates)}`);
    },
    make: () => act("make"),
    accept: (id) => act(`accept ${id}`),
    drop: (id) => act(`drop ${id}`),
    released: async () => world.released,
    withdraw: (id, at) => act(`withdraw ${id} ${at}`),
  };
}
