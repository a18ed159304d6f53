/** Hears of an event before everybody else, and stops it for all of them where `stops` says so. */
export function intercept(type: string, stops: (event: Event) => unknown): void {
  addEventListener(
    type,
    (event) => {
      if (!stops(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
}
