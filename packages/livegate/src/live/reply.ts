/** A handler's answer to the hook that pushed its event. Made by `reply`. */
export class Reply {
  readonly value: object;
  constructor(value: object) {
    this.value = value;
  }
}

/**
 * Answers the page's hook that pushed the event: its promise resolves with `value`, which must be JSON.
 *
 * @example
 * handle: { load: async (socket) => reply({ rows: await Catalog.count() }) }
 */
export const reply = (value: object): Reply => new Reply(value);
