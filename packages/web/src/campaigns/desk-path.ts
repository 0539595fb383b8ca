/** `https://hall.example/posts/U` is at the desk `/desk/posts/U`. */
export const deskPath = (id: string): string => `/desk${new URL(id).pathname}`;

/** The last part of an id of ours: a handle or a uuid. */
export const nameOf = (id: string): string => new URL(id).pathname.split("/").at(-1) ?? "";
