const ACTIVITY_TYPES = new Set(["application/activity+json", "application/ld+json", "application/json"]);
const PAGE_TYPES = new Set(["text/html", "application/xhtml+xml"]);

/**
 * Whether somebody who asks for what exists both as a document and as a page wants the document: it names one of its
 * types, and likes it as much as a page (RFC 9110, 12.5.1). A bare `*` asks for nothing in particular and gets the page.
 */
export function wantsActivityJson(accept: string | null): boolean {
  let document = 0;
  let page = 0;
  for (const range of (accept ?? "").split(",")) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    if (ACTIVITY_TYPES.has(type)) document = Math.max(document, quality(parameters));
    if (PAGE_TYPES.has(type)) page = Math.max(page, quality(parameters));
  }
  return document > 0 && document >= page;
}

function quality(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.startsWith("q="));
  const value = given === undefined ? 1 : Number(given.slice(2));
  return value >= 0 && value <= 1 ? value : 0;
}
