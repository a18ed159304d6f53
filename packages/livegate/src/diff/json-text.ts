// oxlint-disable-next-line no-control-regex
const JSON_SPECIAL = /["\\\u0000-\u001f]/;

/** The JSON of a string; most strings need no escape and are copied as they are. */
export const jsonText = (text: string): string => (JSON_SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`);
