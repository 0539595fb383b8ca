import type { DeskRoute } from "../desk/route.ts";
import { dayRoutes } from "./day.page.ts";
import { figuresRoutes } from "./figures.page.ts";
import { releasedRoutes } from "./released.page.ts";

/** What is released of the sealed records, by two people at a time. */
export const releaseRoutes: readonly DeskRoute[] = [...dayRoutes, ...figuresRoutes, ...releasedRoutes];
