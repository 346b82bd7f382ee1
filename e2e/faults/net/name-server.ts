// A name server on loopback that knows one name, and can be made to fail as name servers do: say that it failed, say that
// there is no such name, or say nothing at all. Answers A queries only; it is asked by the system's resolver.

import { createSocket } from 'node:dgram'

export type NameServerMood = 'answers' | 'fails' | 'knows-nothing' | 'silent'

export interface NameServer {
  readonly behave: (mood: NameServerMood) => void
  /** Questions so far. */
  readonly asked: () => number
  readonly close: () => Promise<void>
}

const headBytes = 12
const typeA = 1
const noError = 0
const serverFailed = 2
const noSuchName = 3

/** End of the first question of a query: name, type and class. */
const questionEnd = (query: Buffer): number => {
  let at = headBytes
  while (at < query.length && query[at] !== 0) at += (query[at] ?? 0) + 1
  return at + 5
}

const nameIn = (query: Buffer): string => {
  const labels: string[] = []
  for (let at = headBytes; at < query.length && query[at] !== 0; at += (query[at] ?? 0) + 1)
    labels.push(query.toString('latin1', at + 1, at + 1 + (query[at] ?? 0)))
  return labels.join('.').toLowerCase()
}

const reply = (query: Buffer, code: number, address: string | null): Buffer => {
  const end = questionEnd(query)
  const head = Buffer.alloc(headBytes)
  query.copy(head, 0, 0, 2)
  // A response, recursion desired and available.
  head.writeUInt16BE(0x8180 | code, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(address === null ? 0 : 1, 6)
  const answer =
    address === null
      ? Buffer.alloc(0)
      : // The name of the question, type A, class IN, no life, four bytes.
        Buffer.from([0xc0, headBytes, 0, typeA, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)])
  return Buffer.concat([head, query.subarray(headBytes, end), answer])
}

/** Listens on port 53 of `listenAddress`; `name` is at `address`. Rejects when the port cannot be had. */
export const startNameServer = async (listenAddress: string, name: string, address: string): Promise<NameServer> => {
  let mood: NameServerMood = 'answers'
  let asked = 0
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    asked += 1
    if (mood === 'silent' || query.length <= headBytes) return
    const end = questionEnd(query)
    const isAddressQuestion = query.readUInt16BE(end - 4) === typeA
    const isKnown = mood === 'answers' && nameIn(query) === name
    const code = mood === 'fails' ? serverFailed : isKnown ? noError : noSuchName
    socket.send(reply(query, code, isKnown && isAddressQuestion ? address : null), from.port, from.address)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(53, listenAddress, resolve)
  })
  return {
    behave: (next) => {
      mood = next
    },
    asked: () => asked,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}
