// TLS in front of the practice cloud, as Petrosoft's own server has it: ends TLS on loopback and passes what is inside on.
// Its certificate can be changed while it runs, as an administrator would.

import { readFileSync } from 'node:fs'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { createServer } from 'node:tls'
import type { Certificate } from './certificates.ts'

export interface HttpsFront {
  readonly port: number
  /** Presents this certificate from the next connection on, and breaks off those that are open. */
  readonly present: (certificate: Certificate) => void
  /** Connections that ended while TLS was agreed on. */
  readonly refusals: () => number
  readonly close: () => Promise<void>
}

const contextOf = ({ key, certificate }: Certificate): { key: Buffer; cert: Buffer } => ({
  key: readFileSync(key),
  cert: readFileSync(certificate),
})

/** Listens on 127.0.0.1 and forwards to `targetPort` there. */
export const startHttpsFront = async (
  targetPort: number,
  certificate: Certificate,
  listenPort = 0,
): Promise<HttpsFront> => {
  const sockets = new Set<Socket>()
  let refusals = 0
  const server = createServer(contextOf(certificate), (client) => {
    const upstream = connect(targetPort, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    }
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
    client.pipe(upstream).pipe(client)
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('tlsClientError', () => {
    refusals += 1
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(listenPort, '127.0.0.1', resolve)
  })
  const breakOff = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    present: (other) => {
      server.setSecureContext(contextOf(other))
      breakOff()
    },
    refusals: () => refusals,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        breakOff()
      }),
  }
}
