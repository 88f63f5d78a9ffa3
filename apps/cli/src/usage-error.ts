/** The command was used in a way that can't work; ends with exit code 2 and this message. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
