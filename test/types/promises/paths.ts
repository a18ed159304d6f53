import { type Path, definePaths, html, link } from "livegate";

export const paths = definePaths({
  home: "/",
  albums: "/albums?q&page",
  albumNew: "/albums/new",
  album: "/albums/:id?tab",
  track: "/albums/:id/tracks/:track",
  logIn: "/users/log_in",
  danger: "/danger",
});

// Parameters of the path are required by name; the query is optional, by name.
export const well: readonly Path[] = [
  paths.home(),
  paths.albums(),
  paths.albums({ q: "x" }),
  paths.albums({ q: null, page: 2 }),
  paths.album({ id: 1 }),
  paths.album({ id: "1" }, { tab: "t" }),
  paths.track({ id: 1, track: "a" }),
];

// @ts-expect-error -- the pattern has no such query name
paths.albums({ qq: 1 });
// @ts-expect-error -- the path's parameter is missing
paths.album();
// @ts-expect-error -- the parameter has another name
paths.album({ ide: 1 });
// @ts-expect-error -- one of two parameters is missing
paths.track({ id: 1 });
// @ts-expect-error -- a parameter can't be absent
paths.album({ id: undefined });
// @ts-expect-error -- the query has no such name
paths.album({ id: 1 }, { page: 1 });
// @ts-expect-error -- there is no such path
paths.albumEdit();
// @ts-expect-error -- a pattern begins with a slash
definePaths({ wrong: "albums" });

export const anchor = html`<a href=${paths.album({ id: 1 })}>${link({ navigate: paths.home() }, "Home")}</a>`;
