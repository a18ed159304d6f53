/** Tells a promise from a value, so that synchronous handlers never wait for a microtask. */
export function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** Goes on with `go` at once where the value is there, and later where it is a promise. */
export function andThen<T, R>(value: T | PromiseLike<T>, go: (value: T) => R | PromiseLike<R>): R | PromiseLike<R> {
  return isPromise(value) ? value.then(go) : go(value);
}
