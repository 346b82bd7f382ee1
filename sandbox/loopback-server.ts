// An HTTP server on a loopback address that can go away and come back on the same port, as a service in trouble does.
// It never listens on another address, and never closes an idle connection by itself: a client's pool would meet a reset
// nobody asked for.

import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export type LoopbackHost = '127.0.0.1' | '::1' | 'localhost'

export interface LoopbackServer {
  readonly url: string
  readonly port: number
  /** Breaks off every connection and refuses new ones. */
  readonly goAway: () => Promise<void>
  /** Listens again on the same port, unless it does already. Rejects when the port was taken meanwhile. */
  readonly comeBack: () => Promise<void>
  /** Goes away now and comes back by itself; where the port was taken meanwhile, it tries again every second. */
  readonly goAwayFor: (seconds: number) => void
  /** Goes away for good. */
  readonly close: () => Promise<void>
}

const hosts: readonly string[] = ['127.0.0.1', '::1', 'localhost'] satisfies readonly LoopbackHost[]

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })

const stopListening = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

/** Resolves once the server listens. Rejects for a host that is not this computer and for a port that cannot be had. */
export const startLoopbackServer = async (
  port: number,
  host: LoopbackHost,
  onRequest: RequestListener,
): Promise<LoopbackServer> => {
  if (!hosts.includes(host)) throw new Error(`The practice cloud listens on this computer only, not on ${host}.`)
  const server = createServer({ keepAliveTimeout: 10 * 60_000, requestTimeout: 0, maxHeaderSize: 32 * 1024 }, onRequest)
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
  await listen(server, port, host)
  const address = server.address() as AddressInfo
  let returning: NodeJS.Timeout | null = null

  const comeBack = async (): Promise<void> => {
    if (!server.listening) await listen(server, address.port, host)
  }
  const stayAway = (): void => {
    if (returning !== null) clearTimeout(returning)
    returning = null
  }
  const returnAfter = (ms: number): void => {
    returning = setTimeout(() => {
      comeBack().catch(() => returnAfter(1000))
    }, ms)
  }

  return {
    url: `http://${host === '::1' ? '[::1]' : host}:${address.port}`,
    port: address.port,
    goAway: () => {
      stayAway()
      return stopListening(server)
    },
    comeBack: () => {
      stayAway()
      return comeBack()
    },
    goAwayFor: (seconds) => {
      stayAway()
      returnAfter(seconds * 1000)
      void stopListening(server)
    },
    close: () => {
      stayAway()
      return stopListening(server)
    },
  }
}
