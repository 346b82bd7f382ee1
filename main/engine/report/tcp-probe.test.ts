import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { tcpAnswers } from './tcp-probe.ts'

test('an address that takes connections answers; one that refuses them, or has no name, does not', async () => {
  const server = createServer((socket) => socket.end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  expect(await tcpAnswers('127.0.0.1', address.port)).toBe(true)
  await new Promise((resolve) => server.close(resolve))
  onTestFinished(() => void server.close())
  expect(await tcpAnswers('127.0.0.1', address.port)).toBe(false)
  expect(await tcpAnswers('register.invalid', 80)).toBe(false)
})
