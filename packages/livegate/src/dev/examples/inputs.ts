import { button } from "../../components/button.ts";
import { checkbox, checkboxGroup } from "../../components/checkbox.ts";
import { formFor } from "../../components/form-for.ts";
import { icon } from "../../components/icon.ts";
import { input } from "../../components/input.ts";
import { passwordInput } from "../../components/password-input.ts";
import { radioGroup } from "../../components/radio-group.ts";
import { multiSelect, select } from "../../components/select.ts";
import { textarea } from "../../components/textarea.ts";
import { html } from "../../html/html.ts";
import { addRow, inputsFor } from "../../html/inputs-for.ts";
import type { Section } from "../gallery.ts";

export const inputs: Section = {
  id: "inputs",
  title: "Forms and inputs",
  examples: [
    {
      title: "A form with an input of every kind",
      render: ({ form, form: { fields } }) =>
        formFor({
          form,
          change: "validate",
          submit: "save",
          children: html`
            <div class="grid gap-x-6 sm:grid-cols-2">
              ${input({ field: fields.title, label: "Title", rest: { required: true } })}
              ${input({ field: fields.email, type: "email", label: "E-mail", rest: { autocomplete: "email" } })}
              ${passwordInput({ field: fields.password, label: "Password", autocomplete: "new-password" })}
              ${input({ field: fields.year, type: "number", label: "Year", hint: "Of the first pressing." })}
              ${input({ field: fields.released, type: "date", label: "Released" })}
              ${input({ field: fields.starts, type: "time", label: "Concert starts" })}
              ${select({
                field: fields.genre,
                label: "Genre",
                prompt: "Pick one",
                choices: [
                  { group: "Quiet", choices: ["Folk", "Ambient"] },
                  { group: "Loud", choices: ["Rock", { value: "metal", label: "Metal" }] },
                ],
              })}
              ${multiSelect({ field: fields.moods, label: "Moods", choices: ["calm", "sad", "wild", "odd"] })}
              ${radioGroup({ field: fields.condition, label: "Condition", choices: ["mint", "worn", "broken"] })}
              ${checkboxGroup({ field: fields.formats, label: "Formats", choices: ["lp", "cd", "tape"] })}
            </div>
            ${textarea({ field: fields.notes, label: "Notes", rows: 3 })}
            ${checkbox({ field: fields.live, label: "A live recording" })}
            <ol class="space-y-1">
              ${inputsFor(
                fields.tracks,
                (track, row) => html`<li class="flex items-start gap-1">
                  <div class="grow">${input({ field: track.fields.name, label: `Track ${row.index + 1}` })}</div>
                  <button class="btn btn-square btn-ghost mt-6.5" aria-label="Move up" disabled=${row.isFirst} ${row.up}>
                    ${icon("up")}
                  </button>
                  <button class="btn btn-square btn-ghost mt-6.5" aria-label="Remove the track" ${row.drop}>
                    ${icon("trash")}
                  </button>
                </li>`,
              )}
            </ol>
            <button class="btn btn-outline" ${addRow(fields.tracks)}>${icon("plus")} Add a track</button>
            <div class="mt-6 flex justify-end">
              ${button({ type: "submit", kind: "primary", children: "Save", rest: { "phx-disable-with": "Saving …" } })}
            </div>
          `,
        }),
    },
  ],
};
