// Serves the window's bundle over app://bundle/, and nothing else: no file://, no folder above the bundle's, no other
// method than GET. The page itself gets a fresh nonce for its styles with every answer.

import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { protocol, type Session } from 'electron'
import { bundleFileOf, bundleScheme } from './bundle-path.ts'
import { contentSecurityPolicy, headersFor, nonceMark } from './page-headers.ts'

/** Must be called before the app is ready. */
export const registerBundleScheme = (): void =>
  protocol.registerSchemesAsPrivileged([
    { scheme: bundleScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])

const notFound = (): Response => new Response('Not found', { status: 404, headers: headersFor('text/plain') })

const answer = async (
  folder: string,
  request: { readonly url: string; readonly method: string },
): Promise<Response> => {
  if (request.method !== 'GET') return new Response(null, { status: 405, headers: headersFor('text/plain') })
  const file = bundleFileOf(request.url)
  if (file === null) return notFound()
  let bytes: Buffer
  try {
    bytes = await readFile(join(folder, ...file.parts))
  } catch {
    return notFound()
  }
  const headers = headersFor(file.contentType)
  if (!file.isPage) return new Response(new Uint8Array(bytes), { headers })
  const nonce = randomBytes(16).toString('base64')
  return new Response(bytes.toString('utf8').replaceAll(nonceMark, nonce), {
    headers: { ...headers, 'Content-Security-Policy': contentSecurityPolicy(nonce) },
  })
}

/** Serves `folder` (the built renderer) to the windows of a session. */
export const serveBundle = (session: Session, folder: string): void =>
  session.protocol.handle(bundleScheme, (request) => answer(folder, request))
