// How long registers keep their own journals, by the vendor their files name (domain 5): after that a day that is not
// complete cannot be fetched again. The one table of it; a vendor that is not in it is not guessed.

interface Memory {
  /** What the vendor's name begins with, in lower case. */
  readonly vendor: string
  readonly days: number
}

const memories: readonly Memory[] = [
  // Passport keeps PPXMLData for seven days.
  { vendor: 'gilbarco', days: 7 },
  // A Verifone site controller was reachable for about sixty.
  { vendor: 'verifone', days: 60 },
]

/** Days a register of this vendor keeps its journals; null when it is not known. */
export const memoryDaysOf = (vendor: string | null): number | null => {
  const name = vendor?.trim().toLowerCase() ?? ''
  return memories.find((memory) => name.startsWith(memory.vendor))?.days ?? null
}
