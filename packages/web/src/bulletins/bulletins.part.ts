import { html, type Html } from "../layout/html.ts";
import type { Reader } from "../words/reader.ts";
import { sayFor } from "./words/say.ts";

/** The way from the centre's page to its bulletins, where there are any for everybody. */
export function bulletinsPart(reader: Reader, count: number): Html | false {
  const say = sayFor(reader);
  return (
    count > 0 &&
    html`<section><h2>${say("title")}</h2><p><a href="${reader.link("/bulletins")}">${say("list.title", { count })}</a></p></section>`
  );
}
