import { Option, type Command } from "commander";
import {
  isoInstant,
  plainDate,
  region,
  REGION_RULE,
  RELATIONS,
  sector,
  SECTOR_RULE,
  type AttestationAnswer,
  type AttestationDraft,
  type AttestationLine,
  type AttestRefused,
  type PlainDate,
  type Region,
  type Result,
  type Sector,
} from "@commonhall/domain";
import { addCommand, type Asked, type Io, type OpenHall } from "./hall-command.ts";
import { couldNot, done, wrong, type Outcome } from "./outcome.ts";
import { followRefused } from "./refusals.ts";
import { table } from "./table.ts";

const many = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Vouching for centres, and answering those who vouch for ours (wire.md 6). */
export function addAttestCommands(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "attest <words...>",
    description: [
      "vouch for a centre: ADDRESS",
      "attest revoke ADDRESS; attest accept or decline ADDRESS of who vouches for us; attest list",
    ].join("\n"),
    options: [
      new Option("--rel <relation>", "what it is to us").choices(RELATIONS).default("affiliate"),
      new Option("--until <date>", "the last day on which it holds, as 2027-11-22; a year where nothing is said"),
      new Option("--region <code>", "where it speaks for us; several are given one after the other").argParser(many),
      new Option("--sector <code>", "in which work; several are given one after the other").argParser(many),
    ],
    run: attest,
  });
}

async function attest(hall: OpenHall, asked: Asked): Promise<Outcome> {
  const { words } = asked;
  const [verb = "", address = ""] = words;
  if (verb === "list") return list(hall);
  const { attestations } = await hall.federation();
  const verbs = {
    revoke: () => attestations.revokeAttestation(address),
    accept: () => attestations.acceptAttestation(address),
    decline: () => attestations.declineAttestation(address),
  };
  const known = Object.hasOwn(verbs, verb);
  if (words.length !== (known ? 2 : 1)) return wrong("ADDRESS: name one centre, as hall attest @name@host");
  if (verb === "revoke" || verb === "accept" || verb === "decline") return told(await verbs[verb]());
  const draft = draftFrom(asked);
  return "exit" in draft ? draft : told(await attestations.attest(verb, draft));
}

function told(answer: Result<AttestationAnswer, AttestRefused>): Outcome {
  if (!answer.ok) return attestRefused(answer.error);
  const { jws, state, subject } = answer.value;
  return done({ jws, state }, `${subject}: ${state}\n${jws}`);
}

function draftFrom({ options }: Asked): AttestationDraft | Outcome {
  const relation = RELATIONS.find((one) => one === options["rel"]) ?? "affiliate";
  const until = dateOption(options["until"]);
  const regions = codes<Region>(options["region"], region);
  const sectors = codes<Sector>(options["sector"], sector);
  const sentences = [
    ...(until === "wrong" ? [`--until: \`${String(options["until"])}\` is not accepted; use a day as 2027-11-22`] : []),
    ...(typeof regions === "string" ? [`--region: \`${regions}\` is not accepted; use ${REGION_RULE}`] : []),
    ...(typeof sectors === "string" ? [`--sector: \`${sectors}\` is not accepted; use ${SECTOR_RULE}`] : []),
  ];
  if (until === "wrong" || typeof regions === "string" || typeof sectors === "string") return wrong(...sentences);
  return { relation, regions, sectors, ...(until === undefined ? {} : { until }) };
}

function dateOption(value: unknown): PlainDate | undefined | "wrong" {
  if (value === undefined) return undefined;
  return (typeof value === "string" ? plainDate(value) : undefined) ?? "wrong";
}

/** The codes, or the first one that is none. */
function codes<T extends string>(value: unknown, code: (text: string) => T | undefined): readonly T[] | string {
  const given = Array.isArray(value) ? value.map(String) : [];
  const unknown = given.find((text) => code(text) === undefined);
  return unknown ?? given.map(code).filter((one) => one !== undefined);
}

async function list({ store }: OpenHall): Promise<Outcome> {
  const given = await store.attestationViews.given();
  const received = await store.attestationViews.received();
  const lines = [...given, ...received];
  const json = lines.map(({ attestation, jws, state }) => ({
    issuer: attestation.issuer,
    subject: attestation.subject,
    relation: attestation.relation,
    until: isoInstant(attestation.expires),
    state,
    jws,
  }));
  const row = ({ name, attestation, state }: AttestationLine) => [
    name,
    attestation.relation,
    state,
    isoInstant(attestation.expires).slice(0, 10),
  ];
  return done(json, table(lines.map(row)) || "Nobody.");
}

function attestRefused(refusal: AttestRefused): Outcome {
  switch (refusal.type) {
    case "until in the past":
      return wrong(`--until: ${refusal.until} has gone by; use ${refusal.today} or a later day`);
    case "until too late":
      return wrong(`--until: it holds for thirteen months at most; use ${refusal.latest} or an earlier day`);
    case "not a centre":
      return wrong(`ADDRESS: ${refusal.address} is no centre; use the @name@host of one`);
    case "no such attestation":
      return couldNot(`Nothing is attested between this centre and ${refusal.address}.`);
    case "decided already":
      return couldNot(`It is ${refusal.state} already.`);
    case "run out":
      return couldNot("Its time has run out, so there is nothing to accept any more.");
    case "too large":
      return couldNot(`The centre's document would have ${refusal.bytes} bytes, more than ${refusal.limit}.`);
    default:
      return followRefused(refusal);
  }
}
