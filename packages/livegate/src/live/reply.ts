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
 * liveView({
 *   events: { load: null },
 *   mount: () => ({}),
 *   handle: { load: async () => reply({ rows: await Catalog.count() }) },
 *   render: () => html`<div id="rows" phx-hook="Rows"></div>`,
 * });
 */
export const reply = (value: object): Reply => new Reply(value);
