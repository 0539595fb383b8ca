import { oneLine } from "./safe-text.ts";
import type { WireError } from "./types.ts";

const LONGEST = 300;

/** One line of English for the answer to the other server and for the log. It may quote an address that the document has. */
export function describeWireError(error: WireError): string {
  switch (error.type) {
    case "not JSON":
      return "The document is not a JSON object.";
    case "too deep":
      return "The document is nested more than 32 levels deep.";
    case "missing":
    case "malformed":
    case "foreign origin":
      return oneLine(`${error.field}: ${error.detail}.`, LONGEST);
  }
}
