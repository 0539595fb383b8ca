import type { Command } from "commander";
import { DOMAIN_LEVELS, hostFrom } from "@commonhall/domain";
import { addCommand, type Asked, type Io, type OpenHall } from "./hall-command.ts";
import { done, wrong, type Outcome } from "./outcome.ts";

export function addDomain(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "domain <host> <level>",
    description: `what a domain may do here: ${DOMAIN_LEVELS.join(", ")}`,
    run: setLevel,
  });
}

async function setLevel(hall: OpenHall, { words: [name = "", asked = ""], by }: Asked): Promise<Outcome> {
  const level = DOMAIN_LEVELS.find((known) => known === asked);
  const host = hostFrom(name);
  const sentences = [
    ...(host === undefined ? [`HOST: \`${name}\` is not accepted; use a host name as hall.example`] : []),
    ...(level === undefined ? [`LEVEL: \`${asked}\` is not accepted; use one of ${DOMAIN_LEVELS.join(", ")}`] : []),
  ];
  if (host === undefined || level === undefined) return wrong(...sentences);
  await (await hall.federation()).moderation.setLevel(host, level, by);
  return done({ host, level }, `${host}: ${level}`);
}
