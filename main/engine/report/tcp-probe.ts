import { connect } from 'node:net'

const probeLimitMs = 5000

/** True when a TCP connection to the address opens within 5 s. Never throws. */
export const tcpAnswers = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: probeLimitMs })
    const end = (answered: boolean): void => {
      socket.destroy()
      resolve(answered)
    }
    socket.once('connect', () => end(true))
    socket.once('timeout', () => end(false))
    socket.once('error', () => end(false))
  })
