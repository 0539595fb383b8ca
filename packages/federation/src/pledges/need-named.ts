import { trusted, type ObjectId } from "@commonhall/domain";

/** The need that an intent belongs to: a pledge satisfies `NEED#primary` (FEP-0837). The need itself is understood, too. */
export const needNamed = (intent: ObjectId): ObjectId => trusted.object(intent.replace(/#primary$/, ""));
