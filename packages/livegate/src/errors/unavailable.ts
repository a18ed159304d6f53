/**
 * Something that the app needs can't do its work now — a database that is locked, a disk that is full. Nobody's mistake:
 * the same may go through later.
 *
 * Thrown in a handler of an event it refuses that event and leaves the view as it was, unless the handler has changed a
 * stream by then: that can't be taken back, so the view ends and the client joins again. Over HTTP the answer is 503.
 *
 * @example
 * class SearchUnavailable extends Unavailable {
 *   override readonly name = "SearchUnavailable";
 * }
 */
export class Unavailable extends Error {
  override readonly name: string = "Unavailable";
}
