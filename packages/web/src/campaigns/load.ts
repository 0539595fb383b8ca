import type { PublicationsFilter, StoredObject } from "@commonhall/domain";
import type { WebPorts } from "../ports.ts";
import { shownFromDocument, shownFromPost, type ShownPost } from "./shown-post.ts";

export type PostPorts = Pick<WebPorts, "campaigns" | "objects">;

const POSTS_A_PAGE = 20;
/** More than a campaign has in its three months. */
export const MOST_ACTIONS = 100;

export interface PostsPage {
  readonly posts: readonly ShownPost[];
  readonly older?: string | undefined;
}

/** Posts, newest first. The notes by which the node itself announces an action are left out: the action stands beside them. */
export async function loadPosts(
  ports: PostPorts,
  of: Pick<PublicationsFilter, "centre" | "campaign">,
  after: string | undefined,
): Promise<PostsPage> {
  const filter = { ...of, kind: "post", limit: POSTS_A_PAGE, ...(after === undefined ? {} : { after }) } as const;
  const page = await ports.objects.publications(filter);
  const posts = await Promise.all(page.items.map((object) => shown(ports, object)));
  return { posts: posts.filter(({ about }) => about === undefined), older: page.next };
}

export async function shown(ports: Pick<PostPorts, "campaigns">, object: StoredObject): Promise<ShownPost> {
  const post = await ports.campaigns.post(object.id);
  return post === undefined ? shownFromDocument(object) : shownFromPost(post);
}

/** A cursor comes from a link of ours, but anybody may write one. */
export const cursorOf = (url: URL): string | undefined => url.searchParams.get("after")?.slice(0, 200) || undefined;
