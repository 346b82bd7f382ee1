// Certificates for tests, made by openssl in a folder of the row's own: an authority nobody but the program under test is
// told to trust, and servers' certificates that are right, for another name, expired, or signed by themselves.

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Certificate {
  /** PEM files. */
  readonly key: string
  readonly certificate: string
}

export interface Authority {
  /** PEM file for NODE_EXTRA_CA_CERTS. */
  readonly certificate: string
  /** A certificate for these names and addresses, good for two days from now. */
  readonly issue: (file: string, names: readonly string[]) => Certificate
}

const openssl = (folder: string, ...words: readonly string[]): void => {
  execFileSync('openssl', words, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], timeout: 30_000 })
}

const newKey = (folder: string, file: string): string => {
  openssl(folder, 'ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${file}.key`)
  return join(folder, `${file}.key`)
}

const altNames = (names: readonly string[]): string =>
  names.map((name) => (/^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`)).join(',')

/** Makes an authority in `folder`. Throws with what openssl says. */
export const makeAuthority = (folder: string): Authority => {
  newKey(folder, 'authority')
  openssl(folder, 'req', '-x509', '-key', 'authority.key', '-out', 'authority.pem', '-days', '3650', '-sha256',
    '-subj', '/CN=Test authority', '-addext', 'basicConstraints=critical,CA:TRUE') // prettier-ignore
  return {
    certificate: join(folder, 'authority.pem'),
    issue: (file, names) => {
      const key = newKey(folder, file)
      writeFileSync(join(folder, `${file}.ext`), `subjectAltName=${altNames(names)}\nbasicConstraints=CA:FALSE\n`)
      openssl(folder, 'req', '-new', '-key', `${file}.key`, '-out', `${file}.csr`, '-subj', `/CN=${names[0]}`)
      openssl(folder, 'x509', '-req', '-in', `${file}.csr`, '-CA', 'authority.pem', '-CAkey', 'authority.key',
        '-CAcreateserial', '-days', '2', '-sha256', '-extfile', `${file}.ext`, '-out', `${file}.pem`) // prettier-ignore
      return { key, certificate: join(folder, `${file}.pem`) }
    },
  }
}

/** A certificate that only vouches for itself. */
export const makeSelfSigned = (folder: string, file: string, names: readonly string[]): Certificate => {
  const key = newKey(folder, file)
  openssl(folder, 'req', '-x509', '-key', `${file}.key`, '-out', `${file}.pem`, '-days', '2', '-sha256',
    '-subj', `/CN=${names[0]}`, '-addext', `subjectAltName=${altNames(names)}`) // prettier-ignore
  return { key, certificate: join(folder, `${file}.pem`) }
}
