/**
 * Keeps for each view the values that it wants to `recover`, as long as the page is there, and gives them back when it joins again.
 *
 * Gives what `connect` takes as `params`; your own go in. The values are sealed: the page can't read them, and they are never in an address.
 *
 * @example
 * import { connect, keepState } from "livegate/client";
 * connect({ params: keepState(() => ({ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone })) });
 */
export function keepState(
  params?: (view: HTMLElement) => Record<string, unknown>,
): (view: HTMLElement) => Record<string, unknown> {
  const tokens = new Map<string, string | null>();
  addEventListener("phx:lg:recover", (event) => {
    const { id, token } = (event as CustomEvent<{ id: string; token: string | null }>).detail;
    tokens.set(id, token);
  });
  return (view) => ({ ...params?.(view), _recover: tokens.get(view.id) });
}
