import assert from "node:assert/strict";
import { test } from "node:test";
import { type FormParams, type FormValue, decodeForm } from "../protocol/form-data.ts";
import { seededRandom } from "../protocol/seeded-random.ts";
import { arrangeRows, isIndexed } from "./form-rows.ts";
import { formParams } from "./form-values.ts";

function arrange(body: string): { readonly params: FormParams; readonly rearranged: boolean } {
  const sent = decodeForm(body);
  assert.ok(sent.ok, JSON.stringify(sent));
  return arrangeRows(formParams(sent.value));
}

/** The rows of `t` by their names, and whether a button was pressed. */
function rowsOf(marks: string, names = "abc"): readonly [string, boolean] {
  const rows = [...names].map((name, at) => `t[${at}][_persistent_id]=${at}&t[${at}][n]=${name}&_sort_t[]=${at}`);
  const { params, rearranged } = arrange(`_drop_t[]=&${rows.join("&")}&${marks}`);
  const list = (params["t"] ?? []) as readonly FormParams[];
  return [list.map((row) => row["n"] ?? "+").join(""), rearranged];
}

test("values sent by index are a list in the order of their numbers, however far apart", () => {
  const { params, rearranged } = arrange("t[10][n]=c&t[2][n]=b&t[0][n]=a&u[0]=x&u[1]=y");
  assert.deepEqual(JSON.parse(JSON.stringify(params)), { t: [{ n: "a" }, { n: "b" }, { n: "c" }], u: ["x", "y"] });
  assert.equal(rearranged, false);
});

test("what merely looks like a list stays a group", () => {
  for (const body of ["t[0][n]=a&t[x][n]=b", "t[12345][n]=a", "t[-1][n]=a"]) {
    assert.equal(Array.isArray(arrange(body).params["t"]), false, body);
  }
});

test("buttons add, drop and move rows, and say that somebody isn't done", () => {
  assert.deepEqual(rowsOf(""), ["abc", false]);
  assert.deepEqual(rowsOf("_sort_t[]=new"), ["abc+", true]);
  assert.deepEqual(rowsOf("_drop_t[]=1"), ["ac", true]);
  assert.deepEqual(rowsOf("_drop_t[]=0&_drop_t[]=2"), ["b", true]);
  assert.deepEqual(rowsOf("_up_t[]=2"), ["acb", true]);
  assert.deepEqual(rowsOf("_down_t[]=0"), ["bac", true]);
  assert.deepEqual(rowsOf("_up_t[]=0"), ["abc", true]);
  assert.deepEqual(rowsOf("_down_t[]=2"), ["abc", true]);
});

test("a row that was dragged stands where its mark stands, and that alone is no button", () => {
  const rows = "t[0][n]=a&t[1][n]=b&t[2][n]=c";
  const { params, rearranged } = arrange(`_sort_t[]=2&_sort_t[]=0&_sort_t[]=1&${rows}`);
  assert.deepEqual([names(params["t"]), rearranged], ["cab", false]);
  assert.deepEqual(names(arrange(`_sort_t[]=new&_sort_t[]=1&${rows}`).params["t"]), "+bac");
});

test("a list whose rows are gone is empty, not absent", () => {
  assert.deepEqual(arrange("_drop_t[]=").params["t"], []);
  assert.deepEqual(arrange("_drop_t[]=0&t[0][n]=a").params["t"], []);
  assert.equal(arrange("n=1").params["t"], undefined);
});

test("rows keep their persistent ids, and a new one gets an id that none had", () => {
  const ids = (body: string): unknown =>
    (arrange(body).params["t"] as FormParams[]).map((row) => row["_persistent_id"]);
  assert.deepEqual(ids("t[0][_persistent_id]=4&t[1][_persistent_id]=1&_sort_t[]=1&_sort_t[]=0&_sort_t[]=new"), [
    "1",
    "4",
    "5",
  ]);
  assert.deepEqual(ids("t[0][_persistent_id]=7&t[1][_persistent_id]=7&_drop_t[]="), ["7", "8"]);
  assert.deepEqual(ids('t[0][_persistent_id]="><b>&t[1][n]=x&t[2][_persistent_id]=00&_drop_t[]='), ["0", "1", "2"]);
});

test("lists inside of rows have marks of their own", () => {
  const { params, rearranged } = arrange(
    "d[0][t][0][n]=a&d[0][t][1][n]=b&d[0][_drop_t][]=0&d[1][_sort_t][]=new&_sort_d[]=1&_sort_d[]=0",
  );
  const [first, second] = params["d"] as FormParams[];
  assert.deepEqual([names(first?.["t"]), names(second?.["t"]), rearranged], ["+", "b", true]);
});

test("a new row among plain values is an empty one", () => {
  const { params } = arrange("u[0]=x&u[_unused_1]=&u[1]=&_sort_u[]=1&_sort_u[]=0&_sort_u[]=new");
  assert.deepEqual(params["u"], ["", "x", ""]);
  assert.ok(isIndexed(params["u"] as FormValue[]));
});

test("marks about what is no list, or about a prototype, do nothing", () => {
  assert.deepEqual({ ...arrange("t=x&_drop_t[]=0&_sort_t=1").params }, { t: "x" });
  assert.deepEqual(Object.keys(arrange("_sort___proto__[]=new&_sort_constructor[]=new").params), []);
  assert.deepEqual(
    { ...arrange("g[a]=1&_sort_g[]=new").params },
    { g: Object.assign(Object.create(null), { a: "1" }) },
  );
});

test("whatever marks say, rows are neither lost nor doubled, and ids differ: thousands of random forms", () => {
  const random = seededRandom(20_261_126);
  for (let round = 0; round < 3000; round++) {
    const size = random.below(6);
    const kept = new Set(Array.from({ length: size }, (_, at) => at));
    const pairs = [...kept].map(
      (at) => `t[${at}][n]=r${at}&t[${at}][_persistent_id]=${random.pick(["", "x", "0", "3", String(at)])}`,
    );
    let news = 0;
    for (let count = random.below(6); count > 0; count--) {
      const mark = random.pick(["sort", "drop", "up", "down"]);
      const value = random.pick(["", "new", "0", "1", "2", "3", "4", "5"]);
      if (mark === "sort" && value === "new") news += 1;
      if (mark === "drop" && value !== "") kept.delete(Number(value));
      pairs.splice(random.below(pairs.length + 1), 0, `_${mark}_t[]=${value}`);
    }
    const { params } = arrange(pairs.join("&"));
    const rows = (params["t"] ?? []) as readonly FormParams[];
    const told = pairs.join("&");
    const named = rows.map((row) => row["n"]).filter((name) => typeof name === "string");
    assert.deepEqual(named.toSorted(), [...kept].map((at) => `r${at}`).toSorted(), told);
    assert.ok(rows.length >= named.length + news, told);
    if (!told.includes("_t[]=")) continue;
    const ids = rows.map((row) => row["_persistent_id"]);
    assert.equal(new Set(ids).size, ids.length, told);
  }
});

const names = (list: FormValue | undefined): string =>
  (list as readonly FormParams[]).map((row) => row["n"] ?? "+").join("");
