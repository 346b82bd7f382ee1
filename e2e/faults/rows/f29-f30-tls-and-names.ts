// F29 and F30: the secure connection and the name of the server. A proxy ends TLS in front of the practice cloud with
// certificates made for the round; the program under test trusts their authority by NODE_EXTRA_CA_CERTS and by nothing
// else. For broken names the row has mounts and a network of its own: its own resolv.conf and its own name server.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { FaultRow, RoundResult } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
import { linux, root, tool } from '../need.ts'
import { makeAuthority, makeSelfSigned, type Authority, type Certificate } from '../net/certificates.ts'
import { hasProblem, inSeconds, judgeHealed, shownAfter, startGood } from '../net/course.ts'
import { fakeClock, fakeTime } from '../net/fake-clock.ts'
import { startHttpsFront, type HttpsFront } from '../net/https-front.ts'
import { startNameServer, type NameServerMood } from '../net/name-server.ts'
import { runCommand } from '../net/system-command.ts'
import type { Shop } from '../shop.ts'
import { waitFor } from '../wait-for.ts'

interface SecureShop {
  readonly shop: Shop
  readonly front: HttpsFront
  readonly authority: Authority
  readonly good: Certificate
  /** For the program's environment. */
  readonly trust: Readonly<Record<string, string>>
}

/** A shop that sends to https://`host` at a proxy with TLS in front of the cloud. */
const openSecure = async (lab: Lab, host: string): Promise<SecureShop> => {
  const cloud = await lab.startCloud()
  const authority = makeAuthority(lab.directory)
  const good = authority.issue('good', [host])
  const front = await startHttpsFront(cloud.port, good)
  lab.onUndo('the TLS proxy', () => front.close())
  const shop = await lab.openShop({ cloud, baseUrl: `https://${host}:${front.port}` })
  return { shop, front, authority, good, trust: { NODE_EXTRA_CA_CERTS: authority.certificate } }
}

const dayMs = 24 * 60 * 60_000

interface BrokenTls {
  readonly what: string
  readonly begin: (secure: SecureShop, lab: Lab, setClock: (aheadMs: number) => void) => void
}

const brokenTls: readonly BrokenTls[] = [
  {
    what: 'signed by itself',
    begin: ({ front }, lab) => front.present(makeSelfSigned(lab.directory, 'self', ['localhost'])),
  },
  {
    what: 'for another name',
    begin: ({ front, authority }) => front.present(authority.issue('other', ['elsewhere.example'])),
  },
  {
    what: 'of an authority nobody knows',
    begin: ({ front }, lab) => {
      const folder = join(lab.directory, 'stranger')
      runCommand('mkdir', folder)
      front.present(makeAuthority(folder).issue('stranger', ['localhost']))
    },
  },
  {
    what: 'expired, because the clock is ten days ahead',
    begin: ({ front, good }, _lab, setClock) => {
      setClock(10 * dayMs)
      // Presented anew, so that no session from before is resumed.
      front.present(good)
    },
  },
  {
    what: 'not valid yet, because the clock is ten days behind',
    begin: ({ front, good }, _lab, setClock) => {
      setClock(-10 * dayMs)
      front.present(good)
    },
  },
]

export const brokenCertificates: FaultRow = {
  id: 'F29',
  fault: 'TLS cannot be trusted',
  injection: `a certificate ${brokenTls.map(({ what }) => what).join('; ')} (openssl, libfaketime)`,
  must: 'send nothing at all, say that the connection is not trusted, and go on when it is',
  needs: [linux, tool('openssl', 'openssl'), fakeTime],
  rounds: brokenTls.length,
  run: async (lab, round) => {
    const broken = brokenTls[round - 1]
    if (broken === undefined) return null
    const secure = await openSecure(lab, 'localhost')
    const { shop, front, good, trust } = secure
    const clock = fakeClock(lab.directory)
    await startGood(shop, { env: { ...trust, ...clock.environment } })
    const before = (await shop.cloud.ledger()).requests.length
    broken.begin(secure, lab, clock.set)
    await shop.writeMany(3)
    const shown = await shownAfter(shop, hasProblem('certificate'), 40_000)
    await pause(5000)
    const during = (await shop.cloud.ledger()).requests.length - before
    const refused = front.refusals()
    clock.set(0)
    front.present(good)
    return judgeHealed(shop, {
      endedAt: performance.now(),
      goodWithinMs: 90_000,
      visible: shown !== null,
      violations: [
        ...(during > 0 ? [`${during} requests went over a connection that cannot be trusted`] : []),
        ...(refused === 0 ? ['nobody turned a certificate down: the round has not tested anything'] : []),
      ],
      notes: [`${broken.what}: ${shown === null ? 'not shown' : `shown after ${inSeconds(shown)}`}`],
    })
  },
}

const moods: readonly NameServerMood[] = ['fails', 'knows-nothing', 'silent']
const cloudName = 'cloud.storebridge.test'

const brokenNamesRound = async (lab: Lab, mood: NameServerMood): Promise<RoundResult> => {
  const names = await startNameServer('127.0.0.2', cloudName, '127.0.0.1')
  lab.onUndo('the name server', () => names.close())
  const resolver = join(lab.directory, 'resolv.conf')
  writeFileSync(resolver, 'nameserver 127.0.0.2\n')
  // Only in the mounts of this row.
  runCommand('mount', '--bind', resolver, '/etc/resolv.conf')
  lab.onUndo('the resolv.conf of this row', () => {
    runCommand('umount', '/etc/resolv.conf')
  })
  const { shop, front, good, trust } = await openSecure(lab, cloudName)
  const engine = await startGood(shop, { env: trust })
  names.behave(mood)
  // Kept connections are broken off; the next one needs the name.
  front.present(good)
  const began = performance.now()
  const journals = await shop.writeMany(6)
  const shown = await shownAfter(shop, hasProblem('no-internet', 'service-not-answering'), 60_000)
  // Look-ups that hang must not stop the collecting, which needs the same few threads.
  const stored = (): number =>
    engine.lines().filter(({ event, name }) => event === 'stored' && name !== undefined).length
  await waitFor('every journal to be stored while names are broken', () => stored() >= journals.length + 1, {
    withinMs: 30_000,
  })
  const storedMs = performance.now() - began
  await pause(Math.max(0, 25_000 - storedMs))
  const late = await shop.write()
  const lateBegan = performance.now()
  await waitFor(
    'a journal written in the middle of it to be stored',
    () => engine.lines().some(({ event, name }) => event === 'stored' && name === late.name),
    { withinMs: 30_000 },
  )
  const lateMs = performance.now() - lateBegan
  names.behave('answers')
  return judgeHealed(shop, {
    endedAt: performance.now(),
    goodWithinMs: 120_000,
    visible: shown !== null,
    violations: lateMs > 15_000 ? [`a journal was stored only after ${inSeconds(lateMs)}`] : [],
    notes: [
      `${mood}: ${shown === null ? 'not shown' : `shown after ${inSeconds(shown)}`}`,
      `${mood}: a journal is stored ${inSeconds(lateMs)} after it was written`,
    ],
  })
}

export const brokenNames: FaultRow = {
  id: 'F30',
  fault: 'names cannot be looked up',
  injection: 'own mounts and network, resolv.conf of the row, a name server that fails, knows nothing, or is silent',
  must: 'say that there is no internet, go on collecting, and send when names are back',
  needs: [linux, root, tool('openssl', 'openssl'), tool('mount', 'mount')],
  isolation: ['mounts', 'network'],
  rounds: moods.length,
  run: async (lab, round) => {
    const mood = moods[round - 1]
    return mood === undefined ? null : brokenNamesRound(lab, mood)
  },
}
