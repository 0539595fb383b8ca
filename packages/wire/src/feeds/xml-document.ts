import XmlBuilder from "fast-xml-builder";

/** An element: attributes begin with `@`, `#text` is its text, a list stands for several elements of the name. */
export type XmlElement = {
  readonly [name: string]: string | XmlElement | readonly (string | XmlElement)[] | undefined;
};

const builder = new XmlBuilder({
  attributeNamePrefix: "@",
  attributeValueProcessor: (_, value) => allowed(String(value)),
  ignoreAttributes: false,
  processEntities: true,
  suppressBooleanAttributes: false,
  suppressEmptyNode: true,
  tagValueProcessor: (_, value) => allowed(String(value)),
  textNodeName: "#text",
});

/** A document in UTF-8 with one root element. */
export const xmlDocument = (name: string, root: XmlElement): string =>
  builder.build({ "?xml": { "@version": "1.0", "@encoding": "utf-8" }, [name]: withoutGaps(root) });

function withoutGaps(element: XmlElement): XmlElement {
  return Object.fromEntries(Object.entries(element).filter(([, value]) => value !== undefined));
}

/** What XML 1.0 has no way to write, not even as a reference (its production 2): one such character makes a feed unreadable. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const allowed = (text: string): string => text.toWellFormed().replaceAll(FORBIDDEN, "\ufffd");
