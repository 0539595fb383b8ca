import type { Clock } from "@commonhall/domain";
import { publicWeb } from "../public-web.ts";
import { everything } from "./fixtures.ts";
import { intakePorts, type IntakeWorld } from "./intake-ports.ts";
import { memoryPorts } from "./memory-ports.ts";

/** The public side with the workers' door, over a vault in memory: for a real browser, which tries every page of it. */
export function workersWeb(clock: Clock): {
  readonly answer: (request: Request) => Response | Promise<Response>;
  readonly world: IntakeWorld;
} {
  const { intake, world } = intakePorts(clock);
  const web = publicWeb(memoryPorts(everything, { intake, clock }).ports);
  return { answer: (request) => web.fetch(request), world };
}
