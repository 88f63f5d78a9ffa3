/** Works on several items at once and answers in their order; the next are taken only as results are asked for. */
export async function* inOrder<A, B>(
  items: AsyncIterable<A>,
  atOnce: number,
  work: (item: A) => Promise<B>,
): AsyncGenerator<B, void> {
  const running: Promise<B>[] = [];
  for await (const item of items) {
    const result = work(item);
    result.catch(() => {}); // thrown where it is awaited; until then it is nobody's unhandled rejection
    running.push(result);
    if (running.length >= atOnce) yield await running.shift()!;
  }
  for (const result of running) yield await result;
}
