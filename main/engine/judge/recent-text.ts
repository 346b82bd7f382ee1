// The text that was read lately, so that the place of something can still be told when only its end has been noticed.
// Keeps at least the last 64 K characters, and not more than about twice that beside the longest piece.

import { placeAfter, startOfDocument, type Place } from './place.ts'

const keepAtLeast = 65_536

interface Stretch {
  text: string
  readonly start: Place
  /** Index of its first character in the document. */
  readonly index: number
}

export class RecentText {
  private older: Stretch = { text: '', start: startOfDocument, index: 0 }
  private newer: Stretch = this.older

  /** @param start the place of the piece's first character */
  add(piece: string, start: Place): void {
    const { text, index } = this.newer
    if (text !== '' && text.length < keepAtLeast) this.newer.text = text + piece
    else {
      this.older = this.newer
      this.newer = { text: piece, start, index: index + text.length }
    }
  }

  /** The index in the document of the oldest character that is kept. */
  get firstIndex(): number {
    return this.first.index
  }

  /** The characters of the document between two indexes, as far back as they are kept. */
  between(from: number, to: number): string {
    const { index } = this.first
    return this.all.slice(Math.max(0, from - index), Math.max(0, to - index))
  }

  /** The index in the document where `mark` begins for the last time before `to`; -1 when not in what is kept. */
  lastIndexOf(mark: string, to: number): number {
    const { index } = this.first
    const start = this.all.slice(0, Math.max(0, to - index)).lastIndexOf(mark)
    return start < 0 ? -1 : start + index
  }

  /** The place of the character with that index; of the oldest that is kept when it is not kept any more. */
  placeAt(index: number): Place {
    const { start, index: first } = this.first
    return placeAfter(start, this.all.slice(0, Math.max(0, index - first)))
  }

  private get first(): Stretch {
    return this.older.text === '' ? this.newer : this.older
  }

  private get all(): string {
    return this.older.text + this.newer.text
  }
}
