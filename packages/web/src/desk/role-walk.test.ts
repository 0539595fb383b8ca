import { ROLES } from "@commonhall/domain";
import { expect, test } from "vitest";
import { doorways } from "./doorways.ts";
import { rolesAdmitted } from "./rooms.ts";
import { deskRoutes } from "./routes.ts";

/**
 * Who may open which page and send which form of the desk, written down once more by hand: an address that is not here
 * fails, and so does one that lets in somebody else than is said here. `desk.test.ts` knocks at each as each role.
 */
const DOORS: Readonly<Record<string, string>> = {
  "GET /": "everybody",
  "GET /urgent": "everybody",
  "GET /write/:kind": "editor",
  "GET /write/:kind/:work": "editor",
  "POST /urgent": "everybody",
  "POST /write/:kind/:work": "editor",
  "GET /write/:kind/:work/preview": "editor",
  "POST /write/:kind/:work/publish": "editor",
  "GET /write/:kind/:work/throw-away": "editor",
  "POST /write/:kind/:work/throw-away": "editor",
  "GET /campaigns": "editor",
  "GET /campaigns/:handle/close": "editor",
  "POST /campaigns/:handle/close": "editor",
  "GET /campaigns/:handle/delete": "editor",
  "POST /campaigns/:handle/delete": "editor",
  "GET /posts/:uuid/delete": "editor",
  "POST /posts/:uuid/delete": "editor",
  "GET /actions/:uuid/delete": "editor",
  "POST /actions/:uuid/delete": "editor",
  "GET /campaigns/:handle": "editor",
  "POST /campaigns/:handle/renew": "editor",
  "POST /campaigns/:handle/suspend": "editor",
  "POST /campaigns/:handle/resume": "editor",
  "GET /posts/:uuid": "editor",
  "GET /actions/:uuid": "editor",
  "POST /actions/:uuid/count": "editor",
  "GET /actions/:uuid/cancel": "editor",
  "POST /actions/:uuid/cancel": "editor",
  "GET /arrived": "everybody",
  "POST /arrived": "administrator editor",
  "GET /arrived/object": "everybody",
  "GET /following": "everybody",
  "POST /following": "administrator editor",
  "POST /following/end": "administrator editor",
  "GET /deliveries": "administrator editor",
  "GET /domains": "administrator editor",
  "POST /domains": "administrator editor",
  "GET /recommendations": "administrator editor",
  "POST /recommendations/answer": "administrator editor",
  "POST /recommendations/read": "administrator editor",
  "POST /recommendations/stop": "administrator editor",
  "POST /recommendations/give": "administrator editor",
  "POST /recommendations/withdraw": "administrator editor",
  "GET /flags": "administrator editor",
  "POST /flags": "administrator editor",
  "GET /flags/new": "administrator editor",
  "POST /flags/new": "administrator editor",
  "GET /centre": "administrator editor",
  "POST /centre": "administrator editor",
  "GET /door": "administrator editor",
  "POST /door": "administrator editor",
  "GET /staff": "administrator",
  "POST /staff/invite": "administrator",
  "POST /staff/withdraw": "administrator",
  "POST /staff/end-sessions": "administrator",
  "GET /staff/:member/roles": "administrator",
  "POST /staff/:member/roles": "administrator",
  "GET /staff/:member/remove": "administrator",
  "POST /staff/:member/remove": "administrator",
  "GET /unlock": "caseworker proposer approver auditor",
  "POST /unlock": "caseworker proposer approver auditor",
  "POST /lock": "caseworker proposer approver auditor",
  "GET /cases": "caseworker",
  "GET /register": "caseworker",
  "POST /register": "caseworker",
  "GET /cases/:case": "caseworker",
  "GET /cases/:case/files/:file": "caseworker",
  "POST /cases/:case/accept": "caseworker",
  "POST /keys/leave": "caseworker proposer approver",
  "POST /keys/part": "caseworker proposer approver",
  "POST /keys/share-all": "caseworker",
  "POST /keys/renew": "caseworker",
  "POST /cases/:case/name": "caseworker",
  "POST /cases/:case/verify": "caseworker",
  "POST /cases/:case/note": "caseworker",
  "POST /cases/:case/reply": "caseworker",
  "POST /cases/:case/task": "caseworker",
  "POST /cases/:case/task-done": "caseworker",
  "GET /cases/:case/coding": "caseworker",
  "POST /cases/:case/coding": "caseworker",
  "GET /cases/:case/consent": "caseworker",
  "POST /cases/:case/consent": "caseworker",
  "GET /cases/:case/people": "caseworker",
  "POST /cases/:case/share": "caseworker",
  "POST /cases/:case/take-back": "caseworker",
  "GET /cases/:case/end": "caseworker",
  "POST /cases/:case/conclude": "caseworker",
  "POST /cases/:case/reopen": "caseworker",
  "POST /cases/:case/confirm": "caseworker",
  "POST /cases/:case/hold": "caseworker",
  "POST /cases/:case/agree": "caseworker",
  "POST /cases/:case/end-hold": "caseworker",
  "POST /cases/:case/erase": "caseworker",
  "GET /keys": "caseworker proposer approver auditor",
  "POST /keys/sign": "caseworker proposer approver",
  "GET /keys/recovery": "caseworker",
  "POST /keys/recovery": "caseworker",
  "POST /keys/drill": "caseworker",
  "GET /audit": "auditor",
  "GET /lock-down": "administrator caseworker",
  "POST /lock-down": "administrator caseworker",
  "GET /enter": "helper caseworker",
  "POST /enter": "helper caseworker",
  "POST /enter/take-up": "helper caseworker",
  "GET /sessions": "everybody",
  "POST /sessions/end": "everybody",
  "POST /sessions/end-all": "everybody",
  "GET /account": "everybody",
  "GET /account/notices": "everybody",
  "POST /account/notices": "everybody",
  "POST /account/notices/off": "everybody",
  "POST /account/notices/wait": "administrator editor",
  "POST /account/passphrase": "everybody",
  "GET /account/second-factor": "everybody",
  "POST /account/second-factor": "everybody",
  "POST /account/second-factor/off": "everybody",
};

const everybodyOr = (roles: readonly string[]): string =>
  roles.length === ROLES.length ? "everybody" : roles.join(" ");

/** What anybody can open and send who is not signed in. */
const DOORWAYS = [
  "GET /sign-in",
  "POST /sign-in",
  "POST /sign-in/code",
  "POST /sign-out",
  "GET /join/:code",
  "POST /join/:code",
];

test("every way to the desk that asks for nobody's name is written down here", () => {
  expect(doorways([]).map(({ method, path }) => `${method} ${path}`)).toEqual(DOORWAYS);
});

test("every door of the desk is written down here, with everybody who may go through it", () => {
  const routes = deskRoutes().map((route): [string, string] => [
    `${route.method} ${route.path}`,
    everybodyOr(rolesAdmitted(route.admits)),
  ]);
  expect(Object.fromEntries(routes)).toEqual(DOORS);
  expect(routes.length).toBe(Object.keys(DOORS).length);
});
