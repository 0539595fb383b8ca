import { may, ROLES, type Role } from "@commonhall/domain";
import type { WordKey } from "../words/words.ts";
import type { Admits } from "./route.ts";

/** The ways through the desk, in the order in which they are shown. */
export const ROOMS = [
  { name: "home", path: "/desk", admits: "everybody signed in" },
  { name: "cases", path: "/desk/cases", admits: "work on cases" },
  { name: "releases", path: "/desk/releases", admits: "work on releases" },
  { name: "enter", path: "/desk/enter", admits: "enter reports" },
  { name: "campaigns", path: "/desk/campaigns", admits: "publish" },
  { name: "allies", path: "/desk/allies", admits: "manage allies" },
  { name: "alliances", path: "/desk/alliances", admits: "read what arrived" },
  { name: "together", path: "/desk/together", admits: "publish" },
  { name: "calls", path: "/desk/calls", admits: "read what arrived" },
  { name: "arrived", path: "/desk/arrived", admits: "read what arrived" },
  { name: "bulletins", path: "/desk/bulletins", admits: "read what arrived" },
  { name: "feeds", path: "/desk/feeds", admits: "read what arrived" },
  { name: "following", path: "/desk/following", admits: "read what arrived" },
  { name: "apart", path: "/desk/apart", admits: "moderate" },
  { name: "status", path: "/desk/status", admits: "watch the node" },
  { name: "deliveries", path: "/desk/deliveries", admits: "see deliveries" },
  { name: "domains", path: "/desk/domains", admits: "moderate" },
  { name: "centre", path: "/desk/centre", admits: "change the centre" },
  { name: "attestations", path: "/desk/attestations", admits: "change the centre" },
  { name: "staff", path: "/desk/staff", admits: "manage staff" },
  { name: "keys", path: "/desk/keys", admits: "unlock the vault" },
  { name: "audit", path: "/desk/audit", admits: "read the audit" },
  { name: "lock-down", path: "/desk/lock-down", admits: "lock the vault" },
] as const satisfies readonly { readonly name: string; readonly path: string; readonly admits: Admits }[];

/** `sessions` and `account` are reached through one's own name, not through the ways. */
export type Room = (typeof ROOMS)[number]["name"] | "sessions" | "account";

export const admitted = (roles: readonly Role[], admits: Admits): boolean =>
  admits === "everybody signed in" || may(roles, admits);

export const roomName = (room: Room): WordKey => `desk.room.${room}`;

export const rolesAdmitted = (admits: Admits): readonly Role[] => ROLES.filter((role) => admitted([role], admits));
