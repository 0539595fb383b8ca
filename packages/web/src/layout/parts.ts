import { ownName, type Texts } from "@commonhall/domain";
import { textFor, type Reader } from "../words/reader.ts";
import type { PublicWords } from "../words/public/words.ts";
import { calm, html, inLanguage, type Html, type Piece } from "./html.ts";

/** A text by people in the language that suits the reader, marked with its language and direction. */
export function textOf(reader: Reader, texts: Texts): Html {
  const { language, text } = textFor(reader, texts);
  return html`<span ${inLanguage(language)}>${calm(text)}</span>`;
}

/** The heading of a page by people; a long one is set smaller, so that it does not push everything else away. */
export function title(reader: Reader, texts: Texts, struck = false): Html {
  const { language, text } = textFor(reader, texts);
  const classes = [text.length > LONG_TITLE && "long", struck && "struck"].filter(Boolean).join(" ");
  return html`<h1${classes !== "" && html` class="${classes}"`} ${inLanguage(language)}>${calm(text)}</h1>`;
}

const LONG_TITLE = 36;

/** Languages by their own names, each in its own script and direction. */
export const tongues = (languages: readonly string[]): Html =>
  html`${languages.map((tag, index) => html`${index > 0 && " · "}<span ${inLanguage(tag)}>${ownName(tag)}</span>`)}`;

export interface PinInput {
  /** Brick asks for something, teal is calm and safe, plain tells. */
  readonly kind?: "brick" | "teal" | "plain";
  readonly meta?: readonly Piece[];
  readonly heading?: Html;
  readonly body: Html;
  /** Beside all of it, at the start: the leaf of a calendar. */
  readonly beside?: Html;
}

/** One notice on the board. */
export function pin({ kind = "brick", meta = [], heading, body, beside }: PinInput): Html {
  const text = html`${meta.length > 0 && metaLine(meta)}
${heading !== undefined && html`<h3>${heading}</h3>`}
${body}`;
  return html`<article class="pin ${kind}">
${beside === undefined ? text : html`${beside}<div class="pin-text">${text}</div>`}
</article>`;
}

/** Short facts in one line, which wraps. */
export const metaLine = (items: readonly Piece[]): Html =>
  html`<ul class="meta">${items.filter(isThere).map((item) => html`<li>${item}</li>`)}</ul>`;

const isThere = (item: Piece): boolean => item !== undefined && item !== false && item !== "";

/** Something that happened, said on the page where it happened. */
export const notice = (kind: "good" | "bad" | "plain", body: Html): Html =>
  html`<div class="notice ${kind}" role="${kind === "bad" ? "alert" : "status"}">${body}</div>`;

/** An empty place says what belongs there and offers the next step. */
export const empty = (text: string, next?: Html): Html =>
  html`<div class="empty"><p>${text}</p>${next !== undefined && html`<p>${next}</p>`}</div>`;

/** Facts with their names; rows that are undefined are left out. */
export function facts(rows: readonly (readonly [name: Piece, value: Piece] | undefined)[]): Html {
  const lines = rows.map((row) => row !== undefined && html`<div><dt>${row[0]}</dt><dd>${row[1]}</dd></div>`);
  return html`<dl class="facts">${lines}</dl>`;
}

export interface PagerWay {
  readonly href: string;
  readonly label: string;
}

/** To older and newer pages of a list; the labels say which way. */
export function pager({
  newer,
  older,
}: {
  newer?: PagerWay | undefined;
  older?: PagerWay | undefined;
}): Html | undefined {
  if (newer === undefined && older === undefined) return undefined;
  return html`<nav class="acts pager">
${newer !== undefined && html`<a class="do calm" rel="prev" href="${newer.href}">${newer.label}</a>`}
${older !== undefined && html`<a class="do calm" rel="next" href="${older.href}">${older.label}</a>`}
</nav>`;
}

/** How many of a list are not shown. */
export const andMore = ({ words }: Pick<Reader, "words">, count: number): Html | false =>
  count > 0 && html`<p class="quiet">${words("desk.and-more", { count })}</p>`;

export interface FormInput {
  readonly action: string;
  /** Of the session; forms of the desk always carry it. */
  readonly csrf?: string;
  /** What the form carries along unseen. */
  readonly hidden?: Readonly<Record<string, string>>;
  readonly body: Html;
  readonly className?: string;
  readonly id?: string;
  /** The form takes files. */
  readonly files?: boolean;
}

/** The node checks what was typed, and says what is wrong in the language of the page; so the browser does not. */
export function form({ action, csrf, hidden = {}, body, className, id, files }: FormInput): Html {
  const carried = Object.entries({ ...hidden, ...(csrf === undefined ? {} : { csrf }) });
  return html`<form method="post" action="${action}"${id !== undefined && html` id="${id}"`}${className !== undefined && html` class="${className}"`}${files === true && html` enctype="multipart/form-data"`} novalidate>
${carried.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${body}
</form>`;
}

export interface ButtonInput {
  readonly label: Piece;
  /** Strong: the one thing that this form is for. Calm: everything else. Grave: what cannot be undone. */
  readonly kind?: "strong" | "calm" | "grave";
  readonly name?: string;
  readonly value?: string;
}

export const button = ({ label, kind = "strong", name, value }: ButtonInput): Html =>
  html`<button class="do ${kind}" type="submit"${name !== undefined && html` name="${name}"`}${value !== undefined && html` value="${value}"`}>${label}</button>`;

export const linkButton = (href: string, label: Piece, kind: "strong" | "calm" = "calm"): Html =>
  html`<a class="do ${kind}" href="${href}">${label}</a>`;

export interface FormError {
  /** Name of the field; without one it is about the form as a whole. */
  readonly field?: string;
  readonly message: string;
  /** The end of what was sent is not on the page any more. */
  readonly lost?: true;
}

/** What is wrong, at the top, each line a link to its field. */
export function errorList(words: PublicWords, errors: readonly FormError[]): Html | undefined {
  if (errors.length === 0) return undefined;
  const lines = errors.map(({ field, message }) =>
    field === undefined ? html`<li>${message}</li>` : html`<li><a href="#${fieldId(field)}">${message}</a></li>`,
  );
  return html`<div class="notice bad" role="alert" tabindex="-1" id="errors">
<h2>${words("form.errors", { count: errors.length })}</h2>
<ul>${lines}</ul>
<p>${words("form.kept")}</p>
</div>`;
}

export const errorOf = (errors: readonly FormError[], field: string): string | undefined =>
  errors.find((error) => error.field === field)?.message;

/** Ids stand in links, so they are made of plain characters. */
export const fieldId = (name: string): string => `f-${name.replace(/[^A-Za-z0-9-]/g, "-")}`;
