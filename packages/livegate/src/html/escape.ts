const SPECIAL = /[&<>"]/;

/**
 * Escapes text for element content and for attribute values in double quotes, which is all that templates print.
 * A regular expression looks for the first character to escape, since most texts have none and are returned as they are.
 */
export function escapeHtml(text: string): string {
  const first = text.search(SPECIAL);
  return first === -1 ? text : escapeFrom(text, first);
}

function escapeFrom(text: string, first: number): string {
  let escaped = "";
  let copied = 0;
  for (let index = first; index < text.length; index++) {
    const entity = entityOf(text.charCodeAt(index));
    if (entity === "") continue;
    escaped += text.slice(copied, index) + entity;
    copied = index + 1;
  }
  return escaped + text.slice(copied);
}

function entityOf(code: number): string {
  switch (code) {
    case 38:
      return "&amp;";
    case 60:
      return "&lt;";
    case 62:
      return "&gt;";
    case 34:
      return "&quot;";
    default:
      return "";
  }
}
