export interface Album {
  readonly id: number;
  readonly title: string;
  readonly owner: string;
}

const albums: readonly Album[] = [
  { id: 1, title: "Blue", owner: "Joni" },
  { id: 2, title: "Hejira", owner: "Eve" },
];

/** The albums of the page on the router. None has a cover, and none goes away for good. */
export const Catalog = {
  listAlbums: async (): Promise<readonly Album[]> => albums,
  getAlbum: async (id: number): Promise<Album | null> => albums.find((album) => album.id === id) ?? null,
  coverOf: async (_id: number): Promise<ArrayBuffer | null> => null,
  async remove(_album: Album): Promise<void> {},
};
