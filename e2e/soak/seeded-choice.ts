// Choices that are the same for the same seed: what makes a soak repeatable. Nothing else in the soak may choose.

export interface Choice {
  /** In [0, 1). */
  readonly fraction: () => number
  /** A whole number from `least` to `most`, both included. */
  readonly whole: (least: number, most: number) => number
  readonly chance: (probability: number) => boolean
  /** Throws for an empty list. */
  readonly oneOf: <Value>(values: readonly Value[]) => Value
  /** One of the keys, as often as its weight says. */
  readonly weighted: <Word extends string>(weights: Readonly<Record<Word, number>>) => Word
}

/** splitmix32: small, and good enough to mix steps with. */
export const seededChoice = (seed: number): Choice => {
  let state = seed >>> 0
  const fraction = (): number => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
  const whole = (least: number, most: number): number => least + Math.floor(fraction() * (most - least + 1))
  return {
    fraction,
    whole,
    chance: (probability) => fraction() < probability,
    oneOf: (values) => {
      const value = values[whole(0, values.length - 1)]
      if (value === undefined) throw new Error('nothing to choose from')
      return value
    },
    weighted: <Word extends string>(weights: Readonly<Record<Word, number>>): Word => {
      const words = Object.keys(weights) as Word[]
      const total = words.reduce((sum, word) => sum + weights[word], 0)
      let left = fraction() * total
      for (const word of words) {
        left -= weights[word]
        if (left < 0) return word
      }
      const last = words.at(-1)
      if (last === undefined) throw new Error('nothing to choose from')
      return last
    },
  }
}
