import { button } from "../../components/button.ts";
import { header } from "../../components/header.ts";
import { icon } from "../../components/icon.ts";
import { list } from "../../components/list.ts";
import { pagination } from "../../components/pagination.ts";
import { table } from "../../components/table.ts";
import { timeAgo } from "../../components/time-ago.ts";
import { html } from "../../html/html.ts";
import type { Section } from "../gallery.ts";

const albums = [
  { id: 1, title: "Blue", artist: "Joni Mitchell", year: 1971 },
  { id: 2, title: "Kind of Blue", artist: "Miles Davis", year: 1959 },
  { id: 3, title: "Blue Train", artist: "John Coltrane", year: 1958 },
];

export const data: Section = {
  id: "data",
  title: "Heads, tables and lists",
  examples: [
    {
      title: "The head of a page",
      render: () =>
        html`${header({
          title: "Albums",
          subtitle: "31 albums on the shelf",
          actions: button({ kind: "primary", children: [icon("plus"), " Add album"] }),
        })}`,
    },
    {
      title: "A table that can be sorted",
      render: ({ order, to }) =>
        html`${table({
          id: "albums",
          caption: "Albums",
          rows: albums.toSorted((a, b) => (order === "ascending" ? a.year - b.year : b.year - a.year)),
          key: ({ id }) => id,
          columns: [
            { label: "Title", cell: ({ title }) => title, isHeader: true },
            { label: "Artist", cell: ({ artist }) => artist },
            {
              label: "Year",
              cell: ({ year }) => year,
              align: "end",
              sort: { order, patch: to({ order: order === "ascending" ? "descending" : "ascending" }) },
            },
          ],
          actions: ({ title }) =>
            button({ size: "small", square: true, label: `Edit ${title}`, children: icon("pencil") }),
        })}`,
    },
    {
      title: "A table without rows",
      render: () =>
        html`${table({
          id: "nothing",
          caption: "Lost albums",
          rows: albums.slice(3),
          key: ({ id }) => id,
          columns: [{ label: "Title", cell: ({ title }) => title }],
          empty: "Nothing has been lost yet.",
        })}`,
    },
    {
      title: "Pages",
      render: ({ page, to }) => html`${pagination({ page, pages: 12, to: (number) => to({ page: number }) })}`,
    },
    {
      title: "A list of facts",
      render: () =>
        html`${list({
          items: [
            { label: "Year", content: 1971 },
            { label: "Genre", content: "Folk" },
          ],
        })}`,
    },
    {
      title: "A moment as people say it",
      render: () =>
        html`Played ${timeAgo({ at: Date.parse("2026-11-24T14:05:00Z"), now: Date.parse("2026-11-26T15:00:00Z") })}`,
    },
  ],
};
