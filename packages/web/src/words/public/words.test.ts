import { checkCatalogue } from "../../testing/check-catalogue.ts";
import { PUBLIC_TEXTS } from "./words.ts";

const NAME = ["site.program"];

checkCatalogue(PUBLIC_TEXTS, {
  rooms: [new URL("../../", import.meta.url)],
  alike: {
    ar: NAME,
    bn: NAME,
    es: ["site.feeds", "site.program"],
    fil: NAME,
    fr: ["desk.kind.action", "desk.kind.bulletin", "desk.kind.note", "site.program"],
    hi: NAME,
    id: NAME,
    ne: NAME,
    pt: ["site.feeds", "site.program"],
    tr: NAME,
    ur: NAME,
  },
});
