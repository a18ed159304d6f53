/** The words of a name in any of the usual spellings: "BlogPost", "blogPost", "blog_posts", "blog-post". */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .split(/[\s_-]+/)
    .filter(Boolean)
    .map((word) => word.toLowerCase());

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

export const pascal = (name: string): string => wordsOf(name).map(capital).join("");
export const camel = (name: string): string =>
  wordsOf(name)
    .map((word, index) => (index === 0 ? word : capital(word)))
    .join("");
export const kebab = (name: string): string => wordsOf(name).join("-");
export const snake = (name: string): string => wordsOf(name).join("_");

/** As people read it: "blog post". */
export const spoken = (name: string): string => wordsOf(name).join(" ");

/** The same at the beginning of a sentence: "Blog post". */
export const spokenFirst = (name: string): string => capital(spoken(name));
