import { describe, expect, test } from 'vitest'
import { isNetworkPath } from './network-path.ts'

describe('a path of Windows', () => {
  test.each([
    [String.raw`\\backoffice\pos`],
    ['//backoffice/pos'],
    [String.raw`\/backoffice\pos`],
    [String.raw`\\?\UNC\backoffice\pos`],
    ['//?/unc/backoffice/pos'],
    [String.raw`\\10.0.0.7\c$\Passport`],
  ])('%s leads to a share', (path) => {
    expect(isNetworkPath(path, 'win32')).toBe(true)
  })

  test.each([
    [String.raw`C:\Passport\XMLGateway`],
    ['C:/Passport'],
    [String.raw`\\?\C:\Passport`],
    ['//?/C:/Passport'],
    [String.raw`\\.\C:\Passport`],
    [String.raw`\Passport`],
    ['P:'],
  ])('%s does not, as far as its form tells', (path) => {
    expect(isNetworkPath(path, 'win32')).toBe(false)
  })
})

test('elsewhere two slashes are one: the file system says what is behind them', () => {
  expect(isNetworkPath('//srv/pos', 'linux')).toBe(false)
})
