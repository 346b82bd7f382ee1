// A way for bytes between Storebridge and the practice cloud that can be spoiled: replies lost, cut or replaced, uploads
// cut. Only what belongs to a journal is touched; sign-ins and reports pass. It runs in the row's own process and listens
// on loopback; close() breaks off everything that is open.

import { randomBytes } from 'node:crypto'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export type WireFault =
  /** The cloud has answered; its client is reset at the first byte of the reply. */
  | { readonly kind: 'reply-reset' }
  /** Half of the head, or so many bytes of the reply, then a reset. */
  | { readonly kind: 'reply-half'; readonly bytes: number }
  /** The reply never comes; the connection stays open. */
  | { readonly kind: 'reply-swallowed' }
  /** 200 with a page of HTML in place of the reply. */
  | { readonly kind: 'reply-portal' }
  /** Bytes that are no HTTP in place of the reply. */
  | { readonly kind: 'reply-noise' }
  /** A status line, and then the rest of the head one byte a second, for ever. */
  | { readonly kind: 'reply-slow-head' }
  /** The upload is cut by a reset after so many bytes. */
  | { readonly kind: 'upload-cut'; readonly bytes: number }

export interface TcpProxy {
  readonly port: number
  /** http:// address of the proxy. */
  readonly url: string
  /** What becomes of the next `times` journals; the others pass. */
  readonly spoil: (fault: WireFault, times?: number) => void
  /** Everything passes from now on. */
  readonly behave: () => void
  /** How many journals were spoiled so far. */
  readonly spoiled: () => number
  readonly close: () => Promise<void>
}

const portal = '<!DOCTYPE html>\n<html><body><h1>Welcome to the guest network</h1></body></html>\n'
const portalReply =
  'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n' +
  `Content-Length: ${Buffer.byteLength(portal)}\r\nConnection: close\r\n\r\n${portal}`

const callOf = (chunk: Buffer): 'journal' | 'other' | null => {
  const head = chunk.toString('latin1', 0, 24)
  if (!head.startsWith('POST ')) return null
  return head.startsWith('POST /api/journals/pos') ? 'journal' : 'other'
}

/** Passes bytes on at the pace of the one who takes them. */
const pass = (chunk: Buffer, from: Socket, to: Socket): void => {
  if (to.destroyed || to.write(chunk)) return
  from.pause()
  to.once('drain', () => from.resume())
}

/** Listens on a free port and forwards to `targetPort` on 127.0.0.1. */
export const startTcpProxy = async (targetPort: number, listenPort = 0): Promise<TcpProxy> => {
  const sockets = new Set<Socket>()
  const timers = new Set<NodeJS.Timeout>()
  let next: { readonly fault: WireFault; left: number } | null = null
  let spoiled = 0

  const take = (): WireFault | null => {
    if (next === null || next.left <= 0) return null
    next.left -= 1
    spoiled += 1
    return next.fault
  }

  const spoilReply = (fault: WireFault, reply: Buffer, client: Socket, upstream: Socket): void => {
    switch (fault.kind) {
      case 'reply-reset':
        client.resetAndDestroy()
        upstream.destroy()
        return
      case 'reply-half':
        client.write(reply.subarray(0, fault.bytes), () => {
          client.resetAndDestroy()
          upstream.destroy()
        })
        return
      case 'reply-portal':
        client.end(portalReply)
        upstream.destroy()
        return
      case 'reply-noise':
        client.end(randomBytes(600))
        upstream.destroy()
        return
      case 'reply-slow-head': {
        client.write('HTTP/1.1 200 OK\r\nX-Slow: ')
        const timer = setInterval(() => {
          if (!client.destroyed) client.write('x')
        }, 1000)
        timers.add(timer)
        client.once('close', () => clearInterval(timer))
        return
      }
      case 'reply-swallowed':
      case 'upload-cut':
        return
    }
  }

  const server = createServer((client) => {
    const upstream = connect(targetPort, '127.0.0.1')
    sockets.add(client).add(upstream)
    let fault: WireFault | null = null
    let uploaded = 0
    client.on('data', (chunk) => {
      const call = callOf(chunk)
      if (call !== null) {
        fault = call === 'journal' ? take() : null
        uploaded = 0
      }
      if (fault?.kind === 'upload-cut' && uploaded + chunk.length >= fault.bytes) {
        upstream.write(chunk.subarray(0, fault.bytes - uploaded), () => {
          client.resetAndDestroy()
          upstream.destroy()
        })
        fault = { kind: 'reply-swallowed' }
        return
      }
      uploaded += chunk.length
      pass(chunk, client, upstream)
    })
    let spoilt = false
    upstream.on('data', (chunk) => {
      if (fault === null) pass(chunk, upstream, client)
      else if (!spoilt) {
        spoilt = true
        spoilReply(fault, chunk, client, upstream)
      }
    })
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
    client.on('close', () => {
      sockets.delete(client)
      upstream.destroy()
    })
    upstream.on('close', () => {
      sockets.delete(upstream)
      if (!spoilt) client.destroy()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(listenPort, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    spoil: (fault, times = 1) => {
      next = { fault, left: times }
    },
    behave: () => {
      next = null
    },
    spoiled: () => spoiled,
    close: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearInterval(timer)
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
