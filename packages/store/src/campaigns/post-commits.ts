import { type ObjectId, type Post, reachOf } from "@commonhall/domain";
import type { Db } from "../database/session.ts";

export async function getPost(db: Db, id: ObjectId): Promise<Post | undefined> {
  const row = await db.selectFrom("post").select("data").where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : parsePost(row);
}

export const parsePost = ({ data }: { readonly data: string }): Post => JSON.parse(data);

export async function putPost(db: Db, post: Post): Promise<void> {
  const changes = {
    campaign: post.campaign ?? null,
    published: post.published,
    data: JSON.stringify(post),
    reach: reachOf(post.audience),
  };
  await db
    .insertInto("post")
    .values({ id: post.id, ...changes })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(changes))
    .execute();
}
