import { expect, test } from 'vitest'
import { isTrustedSender } from './trusted-sender.ts'

const origin = 'app://bundle'
const ours = { isTop: true, origin, url: 'app://bundle/index.html#/files' }

test('our page in the top frame of our window may ask', () => {
  expect(isTrustedSender({ isOurWindow: true, frame: ours }, origin)).toBe(true)
})

test.each([
  ['another window', { isOurWindow: false, frame: ours }],
  ['a frame that is gone', { isOurWindow: true, frame: null }],
  ['a frame inside the page', { isOurWindow: true, frame: { ...ours, isTop: false } }],
  ['another origin', { isOurWindow: true, frame: { ...ours, origin: 'https://evil.example' } }],
  ['no origin', { isOurWindow: true, frame: { ...ours, origin: 'null' } }],
  ['an address that only begins alike', { isOurWindow: true, frame: { ...ours, url: 'app://bundle.evil/index.html' } }],
  ['another page behind our origin', { isOurWindow: true, frame: { ...ours, url: 'about:blank' } }],
])('%s may not', (_who, sender) => {
  expect(isTrustedSender(sender, origin)).toBe(false)
})
