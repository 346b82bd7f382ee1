// The text that was read lately, so that the place of something can still be told when only its end has been noticed.
// Keeps at least the last 64 K characters and at most about twice the longest piece more.

import { placeAfter, startOfDocument, type Place } from './place.ts'

const keepAtLeast = 65_536

interface Stretch {
  readonly text: string
  readonly start: Place
  /** Index of its first character in the document. */
  readonly index: number
}

const nothing: Stretch = { text: '', start: startOfDocument, index: 0 }

export class RecentText {
  private older = nothing
  private newer = nothing

  /** @param start the place of the piece's first character */
  add(piece: string, start: Place): void {
    const { text, index } = this.newer
    if (text.length < keepAtLeast && text !== '') this.newer = { ...this.newer, text: text + piece }
    else {
      this.older = this.newer
      this.newer = { text: piece, start, index: index + text.length }
    }
  }

  /** The text up to and with the character of that index in the document, as far back as it is kept. */
  upTo(index: number): string {
    return (this.older.text + this.newer.text).slice(0, Math.max(0, index + 1 - this.first.index))
  }

  /** The place after the first `length` characters of what `upTo` gives. */
  placeAfter(length: number): Place {
    return placeAfter(this.first.start, (this.older.text + this.newer.text).slice(0, length))
  }

  private get first(): Stretch {
    return this.older.text === '' ? this.newer : this.older
  }
}
