import {
  actorId,
  isMemberOf,
  objectId,
  type ActorId,
  type Alliance,
  type AllyLine,
  type Audience,
  type Result,
  type SharedKind,
} from "@commonhall/domain";
import type { Visit } from "../desk/route.ts";
import { choices, type Choice } from "../layout/fields.ts";
import { bdi, html, type Html, type Piece } from "../layout/html.ts";
import type { FormError } from "../layout/parts.ts";
import type { FormValues } from "../layout/read-form.ts";
import { textFor, type Reader } from "../words/reader.ts";

export interface AudiencePart {
  readonly name: string;
  readonly legend: Piece;
  readonly hint?: Piece;
  readonly kind: SharedKind;
}

/** To whom something is said: allies first, everybody last. Who is named is ticked below. */
export async function audiencePart(visit: Visit, form: FormValues, part: AudiencePart): Promise<Html> {
  const { reader, errors, ports } = visit;
  const { words } = reader;
  const { name, kind } = part;
  const [allies, alliances, readers] = await Promise.all([
    acceptedAllies(visit),
    alliancesToSayTo(visit, form.all(name)),
    ports.audiences.readers({ type: "allies" }, kind),
  ]);
  const count = readers === "everybody" ? 0 : readers.length;
  const options: readonly (Choice | false)[] = [
    { value: "allies", label: words("desk.audience.allies"), hint: words("desk.audience.allies.hint", { count }) },
    allies.length > 0 && { value: "named", label: words("desk.audience.named") },
    ...alliances.map(({ id, standing }) => ({
      value: `alliance:${id}`,
      label: bdi(textFor(reader, standing.current.charter.name).text),
    })),
    { value: "public", label: words("desk.audience.public"), hint: words("desk.audience.public.hint") },
  ];
  return html`${choices({
    name,
    legend: part.legend,
    hint: part.hint,
    type: "radio",
    choices: options.filter((one) => one !== false),
    chosen: form.all(name),
    errors,
  })}
${allies.length > 0 && namedPart(reader, form, errors, { name: `${name}.named`, allies })}`;
}

/** Alliances that our centre is in. One that was chosen before stays on the list, so that nothing is said to others by mistake. */
async function alliancesToSayTo({ ports }: Visit, chosen: readonly string[]): Promise<readonly Alliance[]> {
  const all = await ports.audiences.alliances.list();
  return all.filter((alliance) => isMemberOf(alliance, ports.clock()) || chosen.includes(`alliance:${alliance.id}`));
}

/** Some allies, by their names. */
export const namedPart = (
  { words }: Reader,
  form: FormValues,
  errors: readonly FormError[],
  { name, allies }: { readonly name: string; readonly allies: readonly Pick<AllyLine, "peer" | "name" | "handle">[] },
): Html =>
  choices({
    name,
    legend: words("desk.audience.which"),
    type: "checkbox",
    choices: allies.map((ally) => ({ value: ally.peer, label: bdi(ally.name), hint: bdi(ally.handle) })),
    chosen: form.all(name),
    errors,
    compact: true,
  });

export const acceptedAllies = async ({ ports }: Pick<Visit, "ports">): Promise<readonly AllyLine[]> =>
  (await ports.audiences.allies.list()).filter(({ state }) => state === "accepted");

export function readAudience(
  { words }: Reader,
  form: FormValues,
  name: string,
): Result<Audience, readonly FormError[]> {
  const chosen = form.get(name);
  if (chosen === "public" || chosen === "allies") return { ok: true, value: { type: chosen } };
  if (chosen === "named") return readNamed({ words }, form, `${name}.named`);
  const alliance = chosen.startsWith("alliance:") ? objectId(chosen.slice("alliance:".length)) : undefined;
  if (alliance !== undefined) return { ok: true, value: { type: "alliance", alliance } };
  return { ok: false, error: [{ field: name, message: words("desk.audience.missing") }] };
}

export function readNamed(
  { words }: Pick<Reader, "words">,
  form: FormValues,
  name: string,
): Result<Extract<Audience, { readonly type: "named" }>, readonly FormError[]> {
  const actors = [...new Set(form.all(name).map(actorId))].filter((actor): actor is ActorId => actor !== undefined);
  if (actors.length > 0) return { ok: true, value: { type: "named", actors } };
  return { ok: false, error: [{ field: name, message: words("desk.audience.nobody") }] };
}

/** As the form has it. */
export function audienceFields(name: string, audience: Audience): readonly [string, string][] {
  switch (audience.type) {
    case "public":
    case "allies":
      return [[name, audience.type]];
    case "alliance":
      return [[name, `alliance:${audience.alliance}`]];
    case "named":
      return [
        [name, "named"],
        ...audience.actors.map((actor, index): [string, string] => [
          index === 0 ? `${name}.named` : `${name}.named[${index}]`,
          actor,
        ]),
      ];
  }
}
