import {
  changeCall,
  checkCall,
  closeCall,
  err,
  narrowCall,
  needsFrom,
  ok,
  readersOf,
  withdrawCall,
  type AllyLine,
  type Call,
  type CallCommands,
  type CallNotPublished,
  type ReceivedCallLine,
  type Result,
} from "@commonhall/domain";
import { addressesOf } from "@commonhall/wire";
import type { WebPorts } from "../ports.ts";
import { everything, SITE } from "./fixtures.ts";
import { callViews } from "./memory-ports.ts";

/** What is called for, and who is an ally. */
export interface CallWorld {
  calls: Call[];
  receivedCalls: ReceivedCallLine[];
  allies: AllyLine[];
}

type Ports = Pick<WebPorts, "calls" | "callCommands" | "audiences">;

interface Around {
  readonly clock: () => number;
  readonly newId: () => string;
  readonly done: string[];
}

/** The rules of the domain, without keys, documents and a network. */
export function memoryCalls(world: CallWorld, around: Around): Ports {
  return {
    calls: callViews(
      () => world.calls,
      () => world.receivedCalls,
    ),
    callCommands: commands(world, around),
    audiences: {
      allies: { list: () => Promise.resolve(world.allies) },
      alliances: { list: () => Promise.resolve([]) },
      readers: (audience, kind) =>
        readersOf(
          {
            allies: { accepted: () => Promise.resolve(world.allies.filter(({ state }) => state === "accepted")) },
            alliances: { readers: () => Promise.resolve([]) },
          },
          audience,
          kind,
        ),
    },
  };
}

function commands(world: CallWorld, { clock, newId, done }: Around): CallCommands {
  const at = addressesOf(SITE);
  const said = (what: string, call: Call, by: string) => {
    world.calls = [...world.calls.filter(({ id }) => id !== call.id), call];
    done.push(`${what} ${call.id} by ${by}`);
    return ok({ id: call.id, url: call.id, kind: "call" as const, activity: at.activity(newId()) });
  };
  const step = (
    what: string,
    id: string,
    by: string,
    take: (call: Call) => Result<Call, CallNotPublished>,
  ): ReturnType<CallCommands["withdrawCall"]> => {
    const call = world.calls.find((one) => one.id === id);
    if (call === undefined) return Promise.resolve(err({ type: "not found", id }));
    const taken = take(call);
    return Promise.resolve(taken.ok ? said(what, taken.value, by) : taken);
  };
  return {
    publishCall(draft, by) {
      const now = clock();
      const checked = checkCall(draft, now);
      if (!checked.ok) return Promise.resolve(checked);
      const id = at.call(newId());
      const log = [{ at: now, by, what: "published" as const }];
      const needs = needsFrom(id, draft.needs, now);
      const times = { published: now, told: now, log };
      return Promise.resolve(
        said("publish", { ...draft, ...times, id, needs, centre: everything.centre.id, status: "open" }, by),
      );
    },
    updateCall: (id, draft, by) => step("update", id, by, (call) => changeCall(call, draft, by, clock())),
    narrowCall: (id, audience, by) => step("narrow", id, by, (call) => narrowCall(call, audience, by, clock())),
    closeCall: (id, outcome, text, by) =>
      step("close", id, by, (call) => closeCall(call, outcome, { text, report: at.post(newId()) }, by, clock())),
    withdrawCall: (id, by) => step("withdraw", id, by, (call) => withdrawCall(call, call.text, by, clock())),
    deleteCall(id, by) {
      world.calls = world.calls.filter((call) => call.id !== id);
      done.push(`delete ${id} by ${by}`);
      return Promise.resolve(ok({ id, url: id, kind: "call", activity: at.activity(newId()) }));
    },
  };
}
