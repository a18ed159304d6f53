export interface User {
  readonly name: string;
  readonly isAdmin: boolean;
}

/** Whoever says a name is that user; Ada is the admin. */
export const Accounts = {
  async currentUser(session: { get(key: string): unknown }): Promise<User | null> {
    const name = session.get("name");
    return typeof name === "string" ? { name, isAdmin: name === "Ada" } : null;
  },
};
