import { type Form, type Html, type Path, form, formEvent, html, link } from "livegate";
import { __componentNames__ } from "livegate/components";
import type { z } from "zod";
import { type __Schema__, type __Schema__Attributes, __Schema__Schema } from "#domain/__context-file__/__file__";
import * as __Context__ from "#domain/__context-file__/__context-file__";

export type __Schema__Form = Form<z.input<typeof __Schema__Schema>, __Schema__Attributes>;

const named = { as: "__schema__", id: "__file__-form" } as const;

/** The events of every view that shows the form. */
export const __schema__FormEvents = {
  validate: formEvent(__Schema__Schema, named),
  save: formEvent(__Schema__Schema, named),
};

/** A form about a new __label__, or about the one given. */
export const __schema__Form = (__schema__: __Schema__ | null): __Schema__Form =>
  form(__Schema__Schema, __schema__ ? { ...named, values: __schema__ } : named);

/** What came of a submitted form: what was saved, the form with what is wrong, or null if the __label__ is gone. */
export type Saved__Schema__ = { readonly saved: __Schema__ } | { readonly form: __Schema__Form } | null;

/** Writes what a form says: a new __label__, or another state of the one given. */
export async function save__Schema__(filled: __Schema__Form, __schema__: __Schema__ | null): Promise<Saved__Schema__> {
  if (!filled.output) return { form: filled };
  const result = __schema__
    ? await __Context__.update__Schema__(__schema__.id, filled.output)
    : await __Context__.create__Schema__(filled.output);
  if (result.ok) return { saved: result.value };
  return result.errors.id ? null : { form: filled.withErrors(result.errors) };
}

interface __Schema__DialogProps {
  readonly form: __Schema__Form;
  readonly title: string;
  /** Where closing leads. */
  readonly close: Path;
}

/** The form in its dialog. It sends `validate` while somebody types, and `save`. */
export function __schema__Dialog({ form: filled, title, close }: __Schema__DialogProps): Html {
  const { fields } = filled;
  return modal({
    id: "__file__-dialog",
    title,
    close,
    children: formFor({
      form: filled,
      change: "validate",
      submit: "save",
      children: html`
        ${"__inputs__"}
        <div class="mt-2 flex justify-end gap-2">
          ${link({ patch: close, class: "btn btn-ghost" }, "Cancel")}
          ${button({ type: "submit", kind: "primary", children: "Save", rest: { "phx-disable-with": "Saving …" } })}
        </div>
      `,
    }),
  });
}
