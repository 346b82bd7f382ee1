// Waits for a fact, not for a time: looks again and again until there is something, and fails in words when there is not.

const lookEveryMs = 25
/** Who looks takes its processor from those that are looked at: of the time, it looks a quarter at most. */
const restForLook = 3

/**
 * The first value of `look` that is neither null, undefined nor false. After `withinMs` it rejects with `what` and what
 * `tell` adds: the picture in which the fact was missing.
 */
export const until = async <Value>(
  what: string,
  look: () => Value | null | undefined | false | Promise<Value | null | undefined | false>,
  tell: () => string = () => '',
  withinMs = 30_000,
): Promise<Value> => {
  const deadline = performance.now() + withinMs
  for (;;) {
    const began = performance.now()
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found
    if (performance.now() > deadline) throw new Error(`Waited ${withinMs} ms in vain for: ${what}.\n${tell()}`)
    await new Promise((resolve) => {
      setTimeout(resolve, Math.max(lookEveryMs, restForLook * (performance.now() - began)))
    })
  }
}
