import {
  actorId,
  checkTerms,
  err,
  ok,
  trusted,
  withPolicy,
  type AllyCommands,
  type AllyLine,
  type AllyRefused,
  type AllyState,
} from "@commonhall/domain";
import type { WebPorts } from "../ports.ts";

export interface AllyWorld {
  allies: AllyLine[];
  /** What every command is refused with, if it is to be refused. */
  allyRefused?: AllyRefused;
  readonly done: string[];
}

/** The rules of the domain, without a network. */
export function memoryAllies(world: AllyWorld, now: () => number): WebPorts["allies"] {
  type Answer = ReturnType<AllyCommands["accept"]>;
  const refuse = (why: AllyRefused): Answer => Promise.resolve(err(why));
  const change = (address: string, what: string, next: (line: AllyLine) => AllyLine): Answer => {
    if (world.allyRefused !== undefined) return refuse(world.allyRefused);
    const peer = actorId(address);
    const line = world.allies.find((one) => one.peer === peer);
    if (line === undefined) return refuse({ type: "nothing to end", address });
    const changed = next(line);
    world.allies = world.allies.map((one) => (one === line ? changed : one));
    world.done.push(`${what} ${address}`);
    return Promise.resolve(ok({ id: line.relationship, peer: line.peer, state: changed.state }));
  };
  const moved =
    (state: AllyState) =>
    (line: AllyLine): AllyLine => ({ ...line, state, since: now(), apart: false });
  return {
    list: () => Promise.resolve(world.allies),
    offer(address, terms) {
      const checked = checkTerms(terms, now());
      if (!checked.ok) return refuse(checked.error);
      if (world.allyRefused !== undefined) return refuse(world.allyRefused);
      world.done.push(`offer ${address} ${JSON.stringify(terms)}`);
      const peer = trusted.actor("https://ally.example/centres/ally");
      return Promise.resolve(ok({ id: trusted.object("https://hall.example/alliances/1"), peer, state: "offered" }));
    },
    accept: (address) => change(address, "accept", moved("accepted")),
    decline: (address) => change(address, "decline", moved("declined")),
    end: (address, { forget } = {}) => change(address, forget === undefined ? "end" : "end and purge", moved("ended")),
    allow: (address, policy) => change(address, "allow", (line) => ({ ...line, ...withPolicy(line, policy) })),
  };
}
