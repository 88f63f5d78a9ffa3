/**
 * Runs up to `atOnce` of the steps at a time and gives their results in the steps' order. Steps are drawn one by one,
 * so that neither they nor their results pile up. When one fails, no further ones are begun.
 */
export async function* inOrder<T>(
  steps: AsyncIterable<() => Promise<T>> | Iterable<() => Promise<T>>,
  atOnce: number,
): AsyncGenerator<T> {
  const running: Promise<T>[] = [];
  try {
    for await (const step of steps) {
      const result = step();
      result.catch(() => {}); // it is thrown below, in its turn; until then it must not count as unhandled
      running.push(result);
      if (running.length >= atOnce) yield await running.shift()!;
    }
    while (running.length > 0) yield await running.shift()!;
  } finally {
    await Promise.allSettled(running);
  }
}
