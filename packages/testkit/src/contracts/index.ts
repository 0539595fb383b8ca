export { deliveryQueueContract } from "./delivery-queue.ts";
export type { DeliveryWorld } from "./delivery-scene.ts";
export { inboxQueueContract, type InboxWorld } from "./inbox-queue.ts";
export { keyValueContract, type KeyValueContract, type KeyValueWorld } from "./key-value.ts";
export { messageQueueContract, type MessageQueueContract, type MessageQueueWorld } from "./message-queue.ts";
export { occasionsContract, type OccasionsWorld } from "./occasions.ts";
export { timelineContract, type TimelineWorld } from "./timeline.ts";
export { unitOfWorkContract, type UnitOfWorkWorld } from "./unit-of-work.ts";
