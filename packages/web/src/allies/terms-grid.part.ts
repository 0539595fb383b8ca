import { gridOf, SHARED_KINDS, type AllyCell, type AllyGrid, type SharedKind } from "@commonhall/domain";
import { html, isolated, type Html } from "../layout/html.ts";
import { errorOf, fieldId, type FormError } from "../layout/parts.ts";
import type { FormValues } from "../layout/read-form.ts";
import type { Reader } from "../words/reader.ts";
import { sayFor } from "./words/say.ts";

const WAYS = ["send", "accept", "passOn"] as const satisfies readonly (keyof AllyCell)[];
type Way = (typeof WAYS)[number];

/** Each kind with what we send of it, what we take, and whether it may be passed on: as both have agreed. */
export function termsGrid(reader: Reader, name: string, grid: AllyGrid): Html {
  const say = sayFor(reader);
  return table(reader, name, (kind, way) => html`${say(grid[kind][way] ? "yes" : "no")}`);
}

export interface GridFields {
  /** Of the ally, where there is one already. */
  readonly name?: string;
  readonly chosen: AllyGrid;
  /** What can be chosen at all: within the terms. Everything, where there are none yet. */
  readonly within?: AllyGrid;
  readonly errors?: readonly FormError[];
}

/** The same to be ticked. Read back with `gridFrom`. */
export function gridFields(reader: Reader, { name, chosen, within, errors = [] }: GridFields): Html {
  const say = sayFor(reader);
  const error = errorOf(errors, "grid");
  return html`<div id="${fieldId("grid")}">${error !== undefined && html`<p class="error">${error}</p>`}
${table(reader, name, (kind, way) =>
  within?.[kind][way] === false
    ? html`<span class="quiet">${say("none-agreed")}</span>`
    : html`<label><input type="checkbox" name="${way}.${kind}" value="yes"${chosen[kind][way] && html` checked`} aria-label="${say(`kind.${kind}`)}: ${say(`column.${way}`)}"></label>`,
)}</div>`;
}

export const gridFrom = (form: FormValues): AllyGrid => {
  const isTicked = (kind: SharedKind, way: Way): boolean => form.get(`${way}.${kind}`) === "yes";
  return gridOf((kind) => ({
    send: isTicked(kind, "send"),
    accept: isTicked(kind, "accept"),
    passOn: isTicked(kind, "passOn"),
  }));
};

/** Each table has a name of its own: a page shows many. */
function table(reader: Reader, name: string | undefined, cell: (kind: SharedKind, way: Way) => Html): Html {
  const say = sayFor(reader);
  const rows = SHARED_KINDS.map(
    (kind) =>
      html`<tr><th scope="row">${say(`kind.${kind}`)}</th>${WAYS.map((way) => html`<td>${cell(kind, way)}</td>`)}</tr>`,
  );
  return html`<div class="wide" role="region" aria-label="${name === undefined ? say("grid") : say("grid.with", { name: isolated(name) })}" tabindex="0"><table class="terms">
<thead><tr><td></td>${WAYS.map((way) => html`<th scope="col">${say(`column.${way}`)}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}
