import type { DeskRoute } from "../desk/route.ts";
import { auditRoutes } from "./audit.page.ts";
import { caseFormRoutes } from "./case-forms.route.ts";
import { caseRoutes } from "./case.page.ts";
import { casesRoutes } from "./cases.page.ts";
import { codingRoutes } from "./coding.page.ts";
import { consentRoutes } from "./consent.page.ts";
import { endRoutes } from "./end.page.ts";
import { enterRoutes } from "./enter.page.ts";
import { keysRoutes } from "./keys.page.ts";
import { lockDownRoutes } from "./lock-down.page.ts";
import { peopleRoutes } from "./people.page.ts";
import { registerRoutes } from "./register.page.ts";
import { unlockRoutes } from "./unlock.route.ts";

/** Everything that is sealed, and who may come near it. */
export const caseworkRoutes: readonly DeskRoute[] = [
  ...unlockRoutes,
  ...casesRoutes,
  ...registerRoutes,
  ...caseRoutes,
  ...caseFormRoutes,
  ...codingRoutes,
  ...consentRoutes,
  ...peopleRoutes,
  ...endRoutes,
  ...keysRoutes,
  ...auditRoutes,
  ...lockDownRoutes,
  ...enterRoutes,
];
