/** A mistake in how the command was used, said in plain words without a stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
