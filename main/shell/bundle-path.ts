// Which file of the window's bundle an address means. Only names a build makes are known, so that nothing outside the
// folder can be named, however it is written (reliability 4.1). Pure.

export const bundleScheme = 'app'
export const bundleHost = 'bundle'
export const bundleOrigin = `${bundleScheme}://${bundleHost}`

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
}

export interface BundleFile {
  /** Parts of the path below the bundle's folder. */
  readonly parts: readonly string[]
  readonly contentType: string
  readonly isPage: boolean
}

/** Letters, digits, "-", "_", "." and "~"; never "." or ".." alone, never hidden, never empty. */
const plainName = /^[\w~-][\w.~-]*$/

/** The file an address means, or null when it means none. The address is decoded once. */
export const bundleFileOf = (address: string): BundleFile | null => {
  let path: string
  try {
    const url = new URL(address)
    if (url.protocol !== `${bundleScheme}:` || url.host !== bundleHost) return null
    if (url.username !== '' || url.password !== '') return null
    // The address itself, because URL resolves ".." before anybody can see it.
    const written = address.slice(address.indexOf('://') + 3 + bundleHost.length).split(/[?#]/, 1)[0] ?? ''
    path = decodeURIComponent(written)
  } catch {
    return null
  }
  const parts = path === '' || path === '/' ? ['index.html'] : path.slice(1).split('/')
  if (!parts.every((part) => plainName.test(part))) return null
  const name = parts.at(-1) ?? ''
  const contentType = types[name.slice(name.lastIndexOf('.') + 1).toLowerCase()]
  if (contentType === undefined || !name.includes('.')) return null
  return { parts, contentType, isPage: contentType.startsWith('text/html') }
}
