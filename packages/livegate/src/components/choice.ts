/** One of the things to choose from: a text that is its own value, or a value with a label. */
export type Choice = string | { readonly value: string; readonly label: string; readonly disabled?: boolean };

/** Choices under a heading. */
export interface ChoiceGroup {
  readonly group: string;
  readonly choices: readonly Choice[];
}

/** A choice with its parts named. */
export const choiceParts = (
  choice: Choice,
): { readonly value: string; readonly label: string; readonly disabled: boolean } =>
  typeof choice === "string" ? { value: choice, label: choice, disabled: false } : { disabled: false, ...choice };
