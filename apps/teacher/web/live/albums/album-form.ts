import { type Path, event, formEvent, html, link, liveComponent, props } from "livegate";
import type { Album } from "#domain/catalog/album";
import { versionOf } from "#domain/catalog/album-version";
import * as Catalog from "#domain/catalog/catalog";
import { button, formFor, modal } from "livegate/components";
import {
  type FilledAlbum,
  AlbumFormSchema,
  albumFields,
  albumNamed,
  formAbout,
  isOvertaken,
} from "#web/components/albums/album-fields";
import { formTitle } from "#web/components/albums/album-form-page";
import { coverField, coverUpload } from "#web/components/albums/cover-field";
import { paths } from "#web/paths";
import { requireAuthenticatedUser } from "#web/user-auth";
import { z } from "zod";
import { savedAlbum } from "./album-rules.ts";
import { saveAlbum, savedNote } from "./save-album.ts";

/** What is said where an album isn't there any more. */
export const gone = (title: string): string => `“${title}” has been deleted by somebody else.`;

interface AlbumFormProps {
  /** The album to change, or null for a new one. */
  readonly album: Album | null;
  /** Where the form is sent to without JavaScript. */
  readonly sentTo: Path;
  /** Where the dialog is closed to. */
  readonly close: Path;
}

interface AlbumFormState {
  readonly form: FilledAlbum;
  /** Somebody has changed the album since the form was printed. */
  readonly overtaken: boolean;
  /** The name of a picture that was chosen, and went with the connection. */
  readonly lost: string | null;
  readonly genres: readonly string[];
}

/** The dialog in which an album is added or changed, over the page of any view. */
export const AlbumForm = liveComponent({
  props: props<AlbumFormProps>(),
  needs: [requireAuthenticatedUser],
  uploads: { cover: coverUpload },
  events: {
    validate: formEvent(AlbumFormSchema, albumNamed),
    save: event(formEvent(AlbumFormSchema, albumNamed), savedAlbum),
    takeAway: z.object({ ref: z.string() }),
  },

  mount: async ({ album }): Promise<AlbumFormState> => ({
    form: formAbout(album),
    overtaken: false,
    lost: null,
    genres: await Catalog.listGenres(),
  }),

  update(socket, former) {
    const { album } = socket.assigns;
    // Somebody else's change: what has been typed stays.
    if (former?.album && album && versionOf(former.album) !== versionOf(album)) socket.assign({ overtaken: true });
  },

  handle: {
    validate(socket, filled) {
      const { album, overtaken, lost } = socket.assigns;
      const { picked } = filled.params;
      const isThere = socket.uploads.cover.entries.length > 0;
      // What comes back after a lost connection has lost its picture, and may rest on an album that was changed meanwhile.
      socket.assign({
        form: filled,
        lost: isThere ? null : typeof picked === "string" ? picked : lost,
        overtaken: overtaken || (album !== null && isOvertaken(filled, album)),
      });
    },

    takeAway: (socket, { ref }) => socket.cancelUpload("cover", ref),

    async save(socket, filled, record) {
      const { currentScope, close } = socket.assigns;
      if (!filled.output) return socket.assign({ form: filled });
      const album = record === "new" ? null : record;
      const saved = await saveAlbum(filled.output, {
        currentScope,
        album,
        consume: (take) => socket.consumeUploadedEntries("cover", take),
      });
      if (saved.ok) return socket.putFlash("info", savedNote(saved.value, { isNew: album === null })).pushPatch(close);
      if (album && saved.errors.id) return socket.putFlash("error", gone(album.title)).pushNavigate(paths.home());
      return socket.assign({ form: filled.withErrors(saved.errors) });
    },
  },

  render({ album, sentTo, close, form: filled, genres, overtaken, lost, uploads }, ev) {
    const { removeCover, picked } = filled.fields;
    const cover = coverField({ files: uploads.cover, album, remove: removeCover, picked, lost, cancel: ev.takeAway });
    return modal({
      id: "album-dialog",
      title: formTitle(album),
      close,
      children: formFor({
        form: filled,
        change: ev.validate,
        submit: ev.save,
        action: sentTo,
        rest: { enctype: "multipart/form-data", autocomplete: "off" },
        children: html`
          ${albumFields({ form: filled, album, genres, cover, seen: filled.fields.seen.value, overtaken })}
          <div class="mt-2 flex justify-end gap-2">
            ${link({ patch: close, class: "btn btn-ghost" }, "Cancel")}
            ${button({ type: "submit", kind: "primary", children: "Save", rest: { "phx-disable-with": "Saving …" } })}
          </div>
        `,
      }),
    });
  },
});
