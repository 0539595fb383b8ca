// Documents that leave.
export { contextFor } from "./context.ts";
export * from "./json.ts";
export * from "./addresses.ts";
export * from "./context.ts";
export { TERMS } from "./terms.ts";
export * from "./keys.ts";
export * from "./proof.ts";
export * from "./document-size.ts";
export * from "./mastodon-view.ts";
export { stopSharingIn } from "./text/fixed-words.ts";
export * from "./text/html.ts";
export * from "./text/markdown.ts";
export * from "./text/short-text.ts";
export * from "./text/sms.ts";
export * from "./activities/activities.ts";
export * from "./audiences/audience-fields.ts";
export * from "./allies/ally-documents.ts";
export * from "./activities/handshake-activities.ts";
export { moveActivity } from "./activities/move-activity.ts";
export { hasLaterIds, mapping, readMapping } from "./moving/mapping.ts";
export { formerIds, siteOfId, withFormerIds } from "./moving/former-ids.ts";
export * from "./attestations/attestation-document.ts";
export * from "./attestations/attestation-jws.ts";
export * from "./centres/centre-document.ts";
export * from "./centres/node-document.ts";
export * from "./campaigns/campaign-document.ts";
export type { OrganiserName } from "./campaigns/campaign-properties.ts";
export * from "./campaigns/opening-post-document.ts";
export * from "./campaigns/post-document.ts";
export * from "./campaigns/action-document.ts";
export * from "./campaigns/action-announcement-document.ts";
export * from "./bulletins/release-content.ts";
export * from "./bulletins/release-document.ts";
export * from "./bulletins/release-payload.ts";
export * from "./calls/call-document.ts";
export * from "./calls/call-content.ts";
export * from "./calls/report-document.ts";
export * from "./calls/measure.ts";
export * from "./calls/quantity-words.ts";
export * from "./calls/short-call.ts";
export * from "./campaigns/short-campaign.ts";
export * from "./campaigns/tally-document.ts";

export * from "./alliances/alliance-documents.ts";
export * from "./alliances/charter-payload.ts";
export * from "./alliances/leave-payload.ts";
export * from "./alliances/sign-statement.ts";
export * from "./alliances/statement-fault.ts";
export * from "./alliances/read-alliance-documents.ts";
export * from "./pledges/pledge-documents.ts";
export * from "./pledges/standing-words.ts";

// Documents that arrive.
export type * from "./inbound/types.ts";
export { textsIn } from "./inbound/languages.ts";
export { oneLine } from "./inbound/safe-text.ts";
export { parseDocument } from "./inbound/parse-document.ts";
export { parseActivity } from "./inbound/parse-activity.ts";
export { parseObject, toStoredObject } from "./inbound/parse-object.ts";
export { alliesOfActor, campaignObject, nodeOfActor, parseActor } from "./inbound/parse-actor.ts";
export { receivedRelease, type InboundRelease } from "./inbound/read-release.ts";
export { readTally, type InboundTally } from "./inbound/read-tally.ts";
export { agreedIn } from "./inbound/read-agreement.ts";
export { parsePledges } from "./inbound/parse-pledges.ts";
export { offeredAlliance } from "./inbound/read-ally-offer.ts";
export { answeredAllyOffer, readAllyPage } from "./inbound/read-ally-page.ts";
export { parseCollection } from "./inbound/parse-collection.ts";
export { describeWireError } from "./inbound/describe-wire-error.ts";

export * from "./moderation/flag-activity.ts";
export * from "./moderation/recommendations-document.ts";

// Being found.
export * from "./discovery/account-address.ts";
export * from "./discovery/nodeinfo.ts";
export * from "./discovery/webfinger.ts";

// Feeds and calendars for whoever has no ActivityPub.
export * from "./feeds/feed-document.ts";
export * from "./feeds/feed-facts.ts";
export * from "./feeds/feed-model.ts";
export * from "./feeds/atom.ts";
export * from "./feeds/rss.ts";
export * from "./feeds/json-feed.ts";
export * from "./feeds/opml.ts";
export * from "./feeds/calendar.ts";
export * from "./feeds/calendar-event.ts";
