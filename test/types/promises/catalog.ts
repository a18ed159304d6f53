// What the promises speak of. Never run: only their types are looked at.
export interface User {
  readonly id: number;
  readonly email: string;
  readonly role: "user" | "admin";
}

export interface Album {
  readonly id: number;
  readonly title: string;
  readonly ownerId: number;
  readonly tracks: readonly { readonly name: string }[];
}

export declare const Accounts: { userByToken(token: unknown): Promise<User | null> };
export declare const Catalog: {
  list(user: User): Promise<Album[]>;
  get(user: User, id: number): Promise<Album | null>;
  drop(album: Album): Promise<void>;
};
