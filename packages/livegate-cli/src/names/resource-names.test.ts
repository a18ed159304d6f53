import assert from "node:assert/strict";
import { test } from "node:test";
import { type ResourceArguments, resourceNames } from "./resource-names.ts";

const told = (names: Partial<ResourceArguments>): string => {
  try {
    resourceNames({ context: "Blog", schema: "BlogPost", plural: "blog_posts", ...names });
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

test("names are spelled as the code needs them", () => {
  assert.deepEqual(resourceNames({ context: "WebLog", schema: "BlogPost", plural: "blog_posts" }), {
    context: "WebLog",
    contextFile: "web-log",
    schema: "BlogPost",
    variable: "blogPost",
    file: "blog-post",
    label: "blog post",
    labelFirst: "Blog post",
    schemas: "BlogPosts",
    variables: "blogPosts",
    folder: "blog-posts",
    table: "blog_posts",
    labels: "blog posts",
    labelsFirst: "Blog posts",
  });
  assert.equal(
    resourceNames({ context: "Blog", schema: "Post", plural: "posts", table: "old_posts" }).table,
    "old_posts",
  );
});

test("a name in another spelling is told how to be written", () => {
  assert.equal(told({ schema: "blog_post" }), 'The schema is "blog_post". Write it as BlogPost.');
  assert.equal(told({ context: "blog" }), 'The context is "blog". Write it as Blog.');
  assert.equal(told({ plural: "BlogPosts" }), 'The plural is "BlogPosts". Write it as blog_posts.');
});

test("a plural that was left out is missed", () => {
  assert.equal(
    told({ plural: "title:string" }),
    'The plural is missing before "title:string". Write blog_posts there.',
  );
  assert.match(told({ schema: "Person", plural: "age:integer" }), /Write people there/);
});

test("what can't be a name is refused with one that can", () => {
  for (const name of ["", "1a", "a b", "../a", "a;b", "é"]) {
    assert.match(told({ schema: name }), /no name of letters and digits/);
    assert.match(told({ plural: name }), /no name of letters and digits/);
  }
  assert.match(told({ schema: "Class" }), /keeps that word for itself/);
  assert.match(told({ schema: "Blog" }), /both "Blog"/);
  assert.match(told({ schema: "Sheep", plural: "sheep" }), /sheep_list/);
  assert.match(told({ table: "Blog-Posts" }), /small letters/);
});
