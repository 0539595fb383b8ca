/** One tag of a page, as a strict reader sees it. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Names of the elements around it. */
  readonly within: readonly string[];
}

export interface ReadPage {
  readonly tags: readonly Tag[];
  /** Text between tags, with character references resolved. */
  readonly text: string;
}

const VOID = new Set(["meta", "link", "input", "br", "hr", "img", "option"]);
const TAG = /^<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z][A-Za-z0-9:-]*(?:="[^"<>]*")?)*)\s*\/?>/;

/**
 * Reads a page of ours and throws for anything that a browser would have to guess about: a stray `<`, an attribute
 * without quotes, an element that is not closed, or one that is closed by another's end.
 */
export function readHtml(html: string): ReadPage {
  const open: string[] = [];
  const tags: Tag[] = [];
  let text = "";
  let rest = html.replace(/^<!doctype html>\n/, "");
  while (rest !== "") {
    const next = rest.indexOf("<");
    if (next !== 0) {
      const run = next === -1 ? rest : rest.slice(0, next);
      if (run.includes(">")) throw new Error(`A stray > in: ${run.slice(0, 200)}`);
      text += resolved(run);
      rest = rest.slice(run.length);
      continue;
    }
    const match = TAG.exec(rest);
    if (match === null) throw new Error(`Not a tag: ${rest.slice(0, 200)}`);
    const [whole, slash, name = "", attributes = ""] = match;
    rest = rest.slice(whole.length);
    if (slash === "/") close(open, name);
    else {
      tags.push({ name, attributes: attributesOf(attributes), within: [...open] });
      if (!VOID.has(name)) open.push(name);
    }
  }
  if (open.length > 0) throw new Error(`Not closed: ${open.join(" ")}`);
  return { tags, text };
}

/** `option` may leave its end away; ours never do where it has text. */
function close(open: string[], name: string): void {
  if (name === "option") return;
  const last = open.pop();
  if (last !== name) throw new Error(`</${name}> ends <${String(last)}>`);
}

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/\s+([a-z][a-z0-9:-]*)(?:="([^"]*)")?/g)];
  const names = pairs.map(([, name = ""]) => name);
  if (new Set(names).size !== names.length) throw new Error(`An attribute twice:${text}`);
  return Object.fromEntries(pairs.map(([, name = "", value = ""]) => [name, resolved(value)]));
}

function resolved(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`A stray & in: ${text.slice(0, 200)}`);
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
