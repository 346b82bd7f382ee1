import { describe, expect, test } from 'vitest'
import { bundleFileOf } from './bundle-path.ts'
import { contentSecurityPolicy, headersFor } from './page-headers.ts'

describe('an address of the bundle', () => {
  test.each([
    ['app://bundle/', ['index.html'], 'text/html; charset=utf-8'],
    ['app://bundle', ['index.html'], 'text/html; charset=utf-8'],
    ['app://bundle/index.html?x=1#/files', ['index.html'], 'text/html; charset=utf-8'],
    ['app://bundle/assets/index-Bx_1~2.js', ['assets', 'index-Bx_1~2.js'], 'text/javascript; charset=utf-8'],
    ['app://bundle/assets/a.css', ['assets', 'a.css'], 'text/css; charset=utf-8'],
    ['app://bundle/assets/a.woff2', ['assets', 'a.woff2'], 'font/woff2'],
  ])('%s means a file of it', (address, parts, contentType) => {
    expect(bundleFileOf(address)).toEqual({ parts, contentType, isPage: contentType.startsWith('text/html') })
  })

  test.each([
    'app://bundle/../../etc/passwd.json',
    'app://bundle/..%2f..%2fetc/passwd.json',
    'app://bundle/%2e%2e/secret.json',
    'app://bundle/a/%2e%2e/%2e%2e/secret.json',
    'app://bundle/..%5c..%5csecret.json',
    'app://bundle/..\\..\\secret.json',
    'app://bundle/%252e%252e/secret.json',
    'app://bundle/a%00.html',
    'app://bundle//etc/passwd.json',
    'app://bundle/C:/Windows/win.json',
    'app://bundle/.hidden.json',
    'app://bundle/.json',
    'app://bundle/folder/',
    'app://bundle/noextension',
    'app://bundle/a.exe',
    'app://bundle/a.map',
    'app://bundle/%E0%A4%A.html',
    'app://other/index.html',
    'app://bundle.example/index.html',
    'app://bundle:80/index.html',
    'app://user@bundle/index.html',
    'file:///etc/passwd.html',
    'http://bundle/index.html',
    'not an address',
    '',
  ])('%s means nothing', (address) => {
    expect(bundleFileOf(address)).toBeNull()
  })
})

test('the page may run and draw the bundle, and nothing else', () => {
  expect(contentSecurityPolicy('abc')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-abc'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  )
  expect(headersFor('text/css')).toMatchObject({ 'Content-Type': 'text/css', 'X-Content-Type-Options': 'nosniff' })
})
