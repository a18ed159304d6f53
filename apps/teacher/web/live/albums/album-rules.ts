import { type Form, rule } from "livegate";
import { AlbumId } from "#domain/catalog/album";
import * as Catalog from "#domain/catalog/catalog";
import { requireAuthenticatedUser } from "#web/user-auth";

/** An album that is one's own, or nobody's: it may be changed and deleted. */
export const changeableAlbum = rule({
  needs: [requireAuthenticatedUser],
  load: (_, { id }: { readonly id: number }) => Catalog.getAlbum(id),
  allow: ({ currentScope }, album) => Catalog.mayChange(currentScope, album),
});

/** What a form saves: the album that it names, if that is changeable; "new" where it names none. */
export const savedAlbum = rule({
  needs: [requireAuthenticatedUser],
  load: async (_, { params }: Pick<Form<unknown, unknown>, "params">) => {
    if (params["id"] === undefined) return "new";
    const id = AlbumId.safeParse(params["id"]);
    return id.success ? Catalog.getAlbum(id.data) : null;
  },
  allow: (context, album) => album === "new" || changeableAlbum.allows(context, album),
});
