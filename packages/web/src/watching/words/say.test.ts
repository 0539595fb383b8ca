import { checkCatalogue } from "../../testing/check-catalogue.ts";
import ar from "./ar.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };

checkCatalogue({ en, es, ar }, { rooms: [new URL("../", import.meta.url)] });
