// The door of the context: whatever is outside of it imports from here.
export { createAlbum, deleteAlbum, getAlbum, listAlbums, updateAlbum } from "./album-store.ts";
