// The body of one request, read once and up to a limit. The beginning can be looked at before the rest is read, because
// some faults must strike while the client is still sending.

import type { IncomingMessage } from 'node:http'

export interface RequestBody {
  /** Reads on until `enough` is content with what is there, or the body or the limit ends. */
  readonly beginning: (enough: (head: Buffer) => boolean) => Promise<Buffer>
  /**
   * The whole body, or null when it is longer than the limit; the server lets the rest run away when it has answered.
   * Throws when the client goes away inside it.
   */
  readonly whole: () => Promise<Buffer | null>
}

/** Nothing is read before the first call. Compressed bodies are not undone. */
export const createRequestBody = (request: IncomingMessage, mostBytes: number): RequestBody => {
  const chunks = request.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]()
  const read: Buffer[] = []
  let length = Number(request.headers['content-length'] ?? 0) > mostBytes ? Infinity : 0
  let ended = false

  const readMore = async (): Promise<void> => {
    const { done, value } = (await chunks.next()) as IteratorResult<Buffer, undefined>
    if (done === true) ended = true
    else {
      read.push(value)
      length += value.length
    }
  }

  return {
    beginning: async (enough) => {
      while (!ended && length <= mostBytes && !enough(Buffer.concat(read))) await readMore()
      return Buffer.concat(read)
    },
    whole: async () => {
      while (!ended && length <= mostBytes) await readMore()
      return length > mostBytes ? null : Buffer.concat(read)
    },
  }
}
