import { type Path, type SentForm, parseForm, withUploads } from "livegate";
import { HTTPException } from "hono/http-exception";
import { putFlash } from "livegate/plug";
import { type Album, AlbumId } from "#domain/catalog/album";
import * as Catalog from "#domain/catalog/catalog";
import { type FilledAlbum, AlbumFormSchema, albumNamed, isOvertaken } from "#web/components/albums/album-fields";
import { albumFormPage, formTitle } from "#web/components/albums/album-form-page";
import { coverUpload } from "#web/components/albums/cover-field";
import { gone } from "#web/live/albums/album-form";
import { AlbumQueryParams, queryOf } from "#web/live/albums/album-filter";
import { changeableAlbum } from "#web/live/albums/album-rules";
import { saveAlbum, savedNote } from "#web/live/albums/save-album";
import { paths } from "#web/paths";
import type { UserContext } from "./handler-context.ts";

const uploads = { cover: coverUpload };

/** A form that was sent without JavaScript: what it is about, and the addresses of the page that it stood on. */
interface PlainForm {
  readonly album: Album | null;
  readonly action: Path;
  readonly close: Path;
}

/** POST /albums/new: adds an album. */
export function create(c: UserContext): Promise<Response> {
  const query = queryOf(AlbumQueryParams.parse(c.req.query()));
  return save(c, { album: null, action: paths.albumNew(query), close: paths.home(query) });
}

/** POST /albums/:id/edit: changes an album, from the shelf. */
export async function update(c: UserContext): Promise<Response> {
  const album = await changeable(c);
  if (!album) return c.notFound();
  const query = queryOf(AlbumQueryParams.parse(c.req.query()));
  return save(c, { album, action: paths.albumEdit({ id: album.id }, query), close: paths.home(query) });
}

/** POST /albums/:id/show/edit: changes an album, from its page. */
export async function updateShown(c: UserContext): Promise<Response> {
  const album = await changeable(c);
  if (!album) return c.notFound();
  return save(c, { album, action: paths.albumShowEdit({ id: album.id }), close: paths.album({ id: album.id }) });
}

/** DELETE /albums/:id: takes an album off the shelf. */
export async function destroy(c: UserContext): Promise<Response> {
  const album = await changeable(c);
  if (!album) return c.notFound();
  const deleted = await Catalog.deleteAlbum(c.var.currentScope, album.id);
  if (deleted.ok) putFlash(c, "info", `“${album.title}” has been deleted.`);
  else putFlash(c, "error", gone(album.title));
  return c.redirect(String(paths.home()), 303);
}

/** The album of the path, by the rule of the live pages; null where there is none. Throws 403 for one that may not be changed. */
async function changeable(c: UserContext): Promise<Album | null> {
  const id = AlbumId.safeParse(c.req.param("id"));
  const album = id.success ? await Catalog.getAlbum(id.data) : null;
  if (album && !changeableAlbum.allows(c.var, album)) throw new HTTPException(403);
  return album;
}

const save = (c: UserContext, about: PlainForm): Promise<Response> =>
  withUploads(c, uploads, async (sent) => {
    const { album, close } = about;
    const filled = await parseForm(AlbumFormSchema, albumNamed, sent.params);
    const isFirstHeard = album !== null && isOvertaken(filled, album);
    const isRight = sent.uploads.cover.entries.every(({ valid }) => valid);
    if (!filled.output || !isRight || isFirstHeard) return shownAgain(c, filled, { ...about, sent });
    const saved = await saveAlbum(filled.output, {
      currentScope: c.var.currentScope,
      album,
      consume: (take) => sent.consumeUploadedEntries("cover", take),
    });
    if (saved.ok) putFlash(c, "info", savedNote(saved.value, { isNew: album === null }));
    else if (album && saved.errors.id) putFlash(c, "error", gone(album.title));
    else return shownAgain(c, filled.withErrors(saved.errors), { ...about, sent });
    return c.redirect(String(saved.ok ? close : paths.home()), 303);
  });

/** The form as it came, with what is wrong with it. */
async function shownAgain(
  c: UserContext,
  filled: FilledAlbum,
  { sent, ...about }: PlainForm & { readonly sent: SentForm<typeof uploads> },
): Promise<Response> {
  const overtaken = about.album !== null && isOvertaken(filled, about.album);
  const genres = await Catalog.listGenres();
  const page = albumFormPage({ ...about, form: filled, genres, files: sent.uploads.cover, overtaken });
  return c.render(page, { status: 422, pageTitle: formTitle(about.album) });
}
