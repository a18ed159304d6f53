import { form, formEvent, html, liveView } from "livegate";
import { z } from "zod";

const Person = z.object({
  name: z.string().min(2, "is too short"),
  age: z.coerce.number<string>().int("is not whole").optional(),
  tags: z.array(z.string()).optional(),
});

/** A form validated while somebody types, and one event that takes a form as plain values. */
export const formLive = () =>
  liveView({
    events: {
      validate: formEvent(Person, { as: "person" }),
      save: formEvent(Person, { as: "person" }),
      raw: z.record(z.string(), z.unknown()),
      strict: z.object({ count: z.coerce.number<string>().int() }),
    },
    mount: () => ({ person: form(Person, { as: "person" }), saved: "", seen: "" }),
    handle: {
      validate: (socket, person) => socket.assign({ person }),
      save: (socket, person) => socket.assign({ person, saved: person.output ? JSON.stringify(person.output) : "not" }),
      raw: (socket, value) => socket.assign({ seen: JSON.stringify(value) }),
      strict: (socket, { count }) => socket.assign({ seen: String(count) }),
    },
    render: ({ person: { fields, valid }, saved, seen }, ev) => html`
      <form id="person" phx-change=${ev.validate} phx-submit=${ev.save}>
        <input name=${fields.name.name} id=${fields.name.id} value=${fields.name.value}>
        <p id="name-errors">${fields.name.errors.join("; ")}</p>
        <input name=${fields.age.name} value=${fields.age.value}>
        <p id="age-errors">${fields.age.errors.join("; ")}</p>
      </form>
      <p id="valid">${valid ? "yes" : "no"}</p><p id="saved">${saved}</p><p id="seen">${seen}</p>`,
  });
