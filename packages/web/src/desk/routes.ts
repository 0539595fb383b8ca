import { attestationRoutes } from "../attestations/attestations-desk.page.ts";
import { alliesRoutes } from "../allies/allies-desk.page.ts";
import { alliancesRoutes } from "../alliances/alliances-desk.page.ts";
import { allianceRoutes } from "../alliances/alliance-desk.page.ts";
import { changeAllianceRoutes } from "../alliances/change-alliance.route.ts";
import { bulletinRoutes } from "../bulletins/bulletins-desk.page.ts";
import { actionRoutes } from "../campaigns/action-desk.page.ts";
import { callRoutes } from "../calls/call-desk.page.ts";
import { callsRoutes } from "../calls/calls-desk.page.ts";
import { endCallRoutes } from "../calls/end-call.route.ts";
import { receivedCallRoutes } from "../calls/received-call.page.ts";
import { campaignRoutes } from "../campaigns/campaign-desk.page.ts";
import { campaignsRoutes } from "../campaigns/campaigns-desk.page.ts";
import { closeRoutes } from "../campaigns/close-campaign.route.ts";
import { deleteRoutes } from "../campaigns/delete-publication.route.ts";
import { postRoutes } from "../campaigns/post-desk.page.ts";
import { writeRoutes } from "../campaigns/writing/write.route.ts";
import { caseworkRoutes } from "../casework/routes.ts";
import { statusRoutes } from "../watching/status-desk.page.ts";
import { deliveryRoutes } from "../delivery/deliveries-desk.page.ts";
import { feedRoutes } from "../feeds/feeds-desk.page.ts";
import { followingRoutes } from "../following/following-desk.page.ts";
import { doorRoutes } from "../intake/door-desk.page.ts";
import { decisionRoutes } from "../decisions/decisions-desk.page.ts";
import { apartRoutes } from "../moderation/apart-desk.page.ts";
import { flagRoutes } from "../moderation/flags-desk.page.ts";
import { recommendationRoutes } from "../moderation/recommendations-desk.page.ts";
import { domainRoutes } from "../moderation/domains-desk.page.ts";
import { pledgeRoutes } from "../pledges/pledges-desk.page.ts";
import { arrivedRoutes } from "../objects/arrived-desk.page.ts";
import { togetherRoutes } from "../organisers/together-desk.page.ts";
import { releaseRoutes } from "../release/routes.ts";
import { accountRoutes } from "./account.page.ts";
import { urgentRoutes } from "../notices/urgent.ts";
import { noticeRoutes } from "../notices/notices.page.ts";
import { homeRoutes } from "./home.page.ts";
import type { DeskRoute } from "./route.ts";
import { secondFactorRoutes } from "./second-factor.page.ts";
import { sessionRoutes } from "./sessions.page.ts";
import { centreRoutes } from "../centres/centre-desk.page.ts";
import { changeRolesRoutes } from "../centres/change-roles.page.ts";
import { newPassphraseRoutes } from "../centres/new-passphrase.page.ts";
import { removeStaffRoutes } from "../centres/remove-staff.page.ts";
import { staffRoutes } from "../centres/staff-desk.page.ts";

/** Everything at the desk besides the door itself. */
export const deskRoutes = (): readonly DeskRoute[] => [
  ...homeRoutes,
  ...writeRoutes(),
  ...callsRoutes,
  ...receivedCallRoutes,
  ...endCallRoutes,
  ...callRoutes,
  ...campaignsRoutes,
  ...closeRoutes,
  ...deleteRoutes,
  ...campaignRoutes,
  ...postRoutes,
  ...actionRoutes,
  ...togetherRoutes,
  ...bulletinRoutes,
  ...arrivedRoutes,
  ...pledgeRoutes,
  ...feedRoutes,
  ...followingRoutes,
  ...alliesRoutes,
  ...alliancesRoutes,
  ...allianceRoutes,
  ...changeAllianceRoutes,
  ...deliveryRoutes,
  ...statusRoutes,
  ...apartRoutes,
  ...domainRoutes,
  ...recommendationRoutes,
  ...flagRoutes,
  ...decisionRoutes,
  ...centreRoutes,
  ...attestationRoutes,
  ...doorRoutes,
  ...staffRoutes,
  ...changeRolesRoutes,
  ...newPassphraseRoutes,
  ...removeStaffRoutes,
  ...caseworkRoutes,
  ...releaseRoutes,
  ...sessionRoutes,
  ...accountRoutes,
  ...secondFactorRoutes,
  ...noticeRoutes,
  ...urgentRoutes,
];
