import { checkCatalogue } from "../../testing/check-catalogue.ts";
import ar from "./ar.json" with { type: "json" };
import bn from "./bn.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };
import fil from "./fil.json" with { type: "json" };
import fr from "./fr.json" with { type: "json" };
import hi from "./hi.json" with { type: "json" };
import id from "./id.json" with { type: "json" };
import ne from "./ne.json" with { type: "json" };
import pt from "./pt.json" with { type: "json" };
import tr from "./tr.json" with { type: "json" };
import ur from "./ur.json" with { type: "json" };

checkCatalogue({ ar, bn, en, es, fil, fr, hi, id, ne, pt, tr, ur }, { rooms: [new URL("../", import.meta.url)] });
