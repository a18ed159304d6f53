import { html } from "livegate";

/** Marks what is of whoever looks. */
export const yoursTag = html`<span class="badge badge-ghost badge-sm align-middle">yours</span>`;
