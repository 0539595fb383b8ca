import { TERMS, type JsonValue } from "@commonhall/wire";
import type { Centre } from "@commonhall/domain";
import { code, html, type Html } from "../layout/html.ts";
import { publicNav, type PageInput } from "../layout/page.ts";
import type { Reader } from "../words/reader.ts";
import meanings from "./vocabulary.json" with { type: "json" };

const NAMESPACE = "wcn:";
const MEANINGS: Readonly<Record<string, string | undefined>> = meanings;

/** The terms as one JSON-LD context. A copy for developers: documents carry their own terms, so nobody fetches this. */
export const vocabularyContext = (): string => `${JSON.stringify({ "@context": TERMS }, undefined, 2)}\n`;

/** What each term of ours stands for. The meanings are in English only: they are for those who write programs. */
export function vocabularyPage(reader: Reader, centre: Centre | undefined): PageInput {
  const { words, rich } = reader;
  return {
    reader,
    title: words("ns.title"),
    ...(centre === undefined ? {} : { centre, nav: publicNav(reader) }),
    body: html`<h1>${words("ns.title")}</h1>
<p class="lead">${words("ns.what")}</p>
<p>${rich("ns.namespace", { iri: code(iriOf(NAMESPACE)) })}</p>
<p>${rich("ns.context", { link: html`<a href="/ns/context.jsonld" dir="ltr">/ns/context.jsonld</a>` })}</p>
<dl class="facts terms" lang="en" dir="ltr">${ownTerms().map(([term, iri]) => described(term, iri))}</dl>`,
  };
}

/** Ours alone; terms of other vocabularies are explained there. */
export function ownTerms(): readonly (readonly [term: string, iri: string])[] {
  return Object.entries(TERMS).flatMap(([term, definition]) => {
    const iri = typeof definition === "string" ? definition : idOf(definition);
    return term !== "wcn" && iri.startsWith(NAMESPACE) ? [[term, iri] as const] : [];
  });
}

const idOf = (definition: JsonValue): string => {
  const id = typeof definition === "object" && definition !== null && "@id" in definition ? definition["@id"] : "";
  return typeof id === "string" ? id : "";
};

export const iriOf = (compact: string): string =>
  compact.replace(NAMESPACE, typeof TERMS["wcn"] === "string" ? TERMS["wcn"] : NAMESPACE);

const described = (term: string, iri: string): Html =>
  html`<div id="${iri.slice(NAMESPACE.length)}"><dt><b>${term}</b></dt><dd>${MEANINGS[term] ?? ""}<br><small>${code(iriOf(iri))}</small></dd></div>`;
