import type { Field, Html } from "livegate";
import { input, passwordInput } from "livegate/components";
import type { __Schema__ } from "#domain/__context-file__/__file__";

interface ProofFields {
  readonly current_password: Field;
  readonly code: Field;
}

/** Asks who is there: the current password, or for an account without one the code that was mailed. */
export const proofInput = ({ hasPassword }: __Schema__, { current_password, code }: ProofFields): Html =>
  hasPassword
    ? passwordInput({ field: current_password, label: "Current password", rest: { required: true } })
    : input({
        field: code,
        label: "Code from the mail",
        rest: { autocomplete: "one-time-code", autocapitalize: "characters", spellcheck: "false", required: true },
      });
