import assert from "node:assert/strict";
import { test } from "node:test";
import { camel, kebab, pascal, snake, spoken, spokenFirst, wordsOf } from "./words.ts";

test("a name has the same words in every spelling", () => {
  for (const name of ["BlogPost", "blogPost", "blog_post", "blog-post", "blog post"]) {
    assert.deepEqual(wordsOf(name), ["blog", "post"]);
  }
  assert.deepEqual(wordsOf("HTMLPage2Text"), ["html", "page2", "text"]);
});

test("a name can be spelled in every way", () => {
  assert.deepEqual(
    [pascal, camel, kebab, snake, spoken, spokenFirst].map((spell) => spell("blog_post")),
    ["BlogPost", "blogPost", "blog-post", "blog_post", "blog post", "Blog post"],
  );
});
