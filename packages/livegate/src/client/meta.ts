/** What the root layout says in a `<meta>`; empty where it doesn't. */
export const meta = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content ?? "";
