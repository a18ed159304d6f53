/** Whether two pieces of code are the same but for quotes, white space, and commas and semicolons at the end. */
export const isSameCode = (a: string, b: string): boolean => normal(a) === normal(b);

const normal = (code: string): string =>
  code
    .replaceAll("'", '"')
    .replace(/\s+/g, "")
    .replace(/[,;](?=[\])}]|$)/g, "");
