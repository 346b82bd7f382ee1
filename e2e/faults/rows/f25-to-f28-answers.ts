// F25 to F28: what can be wrong with an answer: it is lost although the journal was accepted, it comes in half or as
// something else, it does not come because the server is frozen, or it is one of the statuses of HTTP. Lost and spoiled
// answers are made by a proxy or by the firewall of a loopback of the row's own; statuses by the practice cloud's rules.

import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { ProblemCode } from '../../../contract/engine-status.ts'
import type { FileSummary } from '../../../contract/file-facts.ts'
import type { FaultRuleInput } from '../../../sandbox/fault-rules.ts'
import type { FaultRow, RoundResult } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
import { linux, root, tool } from '../need.ts'
import { hasProblem, inSeconds, isGood, judgeHealed, shownAfter, startGood } from '../net/course.ts'
import { addFirewallRule, runCommand } from '../net/system-command.ts'
import { startTcpProxy, type TcpProxy, type WireFault } from '../net/tcp-proxy.ts'
import type { Shop, Written } from '../shop.ts'
import { waitFor } from '../wait-for.ts'

const openProxied = async (lab: Lab): Promise<{ readonly shop: Shop; readonly proxy: TcpProxy }> => {
  const cloud = await lab.startCloud()
  const proxy = await startTcpProxy(cloud.port)
  lab.onUndo('the proxy', () => proxy.close())
  return { shop: await lab.openShop({ cloud, baseUrl: proxy.url }), proxy }
}

const rowOf = async (shop: Shop, { sha256 }: Written): Promise<FileSummary | null> =>
  (await shop.files())?.find((file) => file.sha256 === sha256) ?? null

/** Waits for a file to be in one of the states; the states it was seen in, where it does not get there. */
const whenIn = (shop: Shop, journal: Written, states: readonly string[], withinMs: number): Promise<FileSummary> => {
  let last: FileSummary | null = null
  return waitFor(
    `${journal.name} to be ${states.join(' or ')}`,
    async () => {
      last = await rowOf(shop, journal)
      return last !== null && states.includes(last.state) ? last : null
    },
    { withinMs, everyMs: 700, tell: () => `it is ${last?.state ?? 'not there'}` },
  )
}

const lostReplies = async (lab: Lab, fault: WireFault, howMany: number): Promise<RoundResult> => {
  const { shop, proxy } = await openProxied(lab)
  await startGood(shop)
  proxy.spoil(fault, howMany)
  await shop.writeMany(2)
  const shown = await shownAfter(shop, (status) => status.counts.unclear > 0, 30_000)
  await waitFor('every spoiled answer to be used up', () => proxy.spoiled() >= howMany, { withinMs: 120_000 })
  return judgeHealed(shop, {
    endedAt: performance.now(),
    goodWithinMs: 120_000,
    visible: shown !== null,
    notes: [`${howMany} answers spoiled: ${fault.kind}`],
  })
}

export const replyLost: FaultRow = {
  id: 'F25',
  fault: 'the journal is accepted and the answer is lost',
  injection:
    'a TCP proxy that resets the client at the first byte of the answer (1 to 4 times); iptables --sport PORT --tcp-flags PSH PSH -j DROP until the deadline',
  must: 'call it unclear, send the same bytes under the same name again, at most five times, and tell of each copy',
  needs: [linux, root, tool('iptables', 'iptables')],
  isolation: ['network'],
  rounds: 5,
  run: async (lab, round) => {
    if (round < 5) return lostReplies(lab, { kind: 'reply-reset' }, round)
    const { shop, proxy } = await openProxied(lab)
    await startGood(shop)
    const words = ['-i', 'lo', '-p', 'tcp', '--sport', String(proxy.port), '--tcp-flags', 'PSH', 'PSH', '-j', 'DROP']
    const undo = addFirewallRule('INPUT', ...words)
    lab.onUndo('the rule that drops answers', undo)
    const journal = await shop.write()
    const shown = await shownAfter(shop, (status) => !isGood(status), 30_000)
    // 10 s to connect, 60 s for the answer: then it must not hang any longer.
    await whenIn(shop, journal, ['unclear'], 100_000)
    undo()
    return judgeHealed(shop, {
      endedAt: performance.now(),
      goodWithinMs: 90_000,
      visible: shown !== null,
      notes: ['answers dropped until the deadline'],
    })
  },
}

const spoilings: readonly WireFault[] = [
  { kind: 'reply-half', bytes: 9 },
  { kind: 'reply-half', bytes: 260 },
  { kind: 'reply-portal' },
  { kind: 'reply-noise' },
]

export const replySpoiled: FaultRow = {
  id: 'F26',
  fault: 'half an answer, a portal’s page, 200 with noise',
  injection: 'the TCP proxy in those modes; once the whole cloud answers as a portal for a minute',
  must: 'never take it for an acceptance; after three in a row stop, say so, and go on when the portal is gone',
  needs: [],
  rounds: 5,
  quickRounds: 3,
  run: async (lab, round) => {
    const fault = spoilings[round - 1]
    if (fault !== undefined) return lostReplies(lab, fault, 2)
    const shop = await lab.openShop()
    await startGood(shop)
    await shop.cloud.addFaults({ on: 'any', times: 'always', do: { kind: 'portal' } })
    await shop.writeMany(4)
    const shown = await shownAfter(shop, hasProblem('not-understood'), 60_000)
    await pause(30_000)
    await shop.cloud.clearFaults()
    // Nothing tells us that the portal is gone: the next probe is due within five minutes.
    return judgeHealed(shop, {
      endedAt: performance.now(),
      goodWithinMs: 6 * 60_000,
      visible: shown !== null,
      notes: ['a portal in front of everything; the next probe comes within 5 minutes'],
    })
  },
}

export const serverFrozen: FaultRow = {
  id: 'F27',
  fault: 'frozen server',
  injection:
    'kill -STOP of the cloud for 20 s, for 90 s with uploads in its queue, and before anything was sent; kill -CONT',
  must: 'give up by a deadline, show it, and send again; what the server took in its sleep is told as a copy',
  needs: [],
  rounds: 3,
  run: async (lab, round) => {
    const shop = await lab.openShop({ configuration: { connectionReport: { everySeconds: 40 } } })
    await startGood(shop)
    const cloud = shop.cloud.process
    const lastsMs = round === 2 ? 90_000 : 20_000
    // In the third round the kept connections have run out, so that even the sign-in of a new one is frozen.
    if (round === 3) await pause(6000)
    cloud.signal('SIGSTOP')
    const began = performance.now()
    await shop.writeMany(round === 3 ? 1 : 4)
    const shown = await shownAfter(shop, (status) => !isGood(status), 30_000)
    await pause(lastsMs - (performance.now() - began))
    const trouble = round === 2 ? await shownAfter(shop, hasProblem('service-not-answering'), 5000) : 0
    cloud.signal('SIGCONT')
    return judgeHealed(shop, {
      endedAt: performance.now(),
      goodWithinMs: 120_000,
      visible: shown !== null && trouble !== null,
      notes: [`frozen for ${lastsMs / 1000} s`],
    })
  },
}

type Course =
  /** Goes by itself. */
  | 'itself'
  /** Refused; a person sends it again. */
  | 'refused'
  /** Sending stops and is probed every 5 or 15 minutes; the row makes the network come back, which is a probe at once. */
  | 'stopped'

interface Misbehaviour {
  readonly what: string
  readonly course: Course
  readonly rule?: FaultRuleInput
  readonly wire?: WireFault
  /** Shown as this problem; otherwise it must only keep the status from being good. */
  readonly shownAs?: readonly ProblemCode[]
}

const status = (code: number, course: Course, shownAs?: readonly ProblemCode[], headers = {}): Misbehaviour => ({
  what: String(code),
  course,
  // A second 401, with a fresh token, is a sign-in that is not accepted: F32.
  rule: {
    on: 'journal',
    times: course === 'itself' && code !== 401 ? 2 : 1,
    do: { kind: 'answer', status: code, headers },
  },
  ...(shownAs === undefined ? {} : { shownAs }),
})

const misbehaviours: readonly Misbehaviour[] = [
  ...[400, 413, 415, 422].map((code) => status(code, 'refused', ['files-refused'])),
  status(401, 'itself'),
  status(403, 'stopped', ['forbidden']),
  ...[301, 307].map((code) => status(code, 'stopped', ['wrong-address'], { Location: 'http://127.0.0.1:9/elsewhere' })),
  ...[404, 405, 409, 410, 501].map((code) => status(code, 'stopped', ['wrong-address'])),
  ...[408, 500, 502, 503, 504, 529].map((code) => status(code, 'itself', ['service-not-answering'])),
  status(429, 'itself', ['service-not-answering'], { 'Retry-After': '6' }),
  { what: 'slow headers', course: 'itself', wire: { kind: 'reply-slow-head' } },
  { what: 'endless body, fast', course: 'itself', rule: { on: 'journal', do: { kind: 'endless-body', everyMs: 0 } } },
  { what: 'endless body, slow', course: 'itself', rule: { on: 'journal', do: { kind: 'endless-body', everyMs: 500 } } },
]

/** Another network card comes up, as when a cable is put in: what waits for the road is tried at once. */
const networkReturns = (lab: Lab): void => {
  runCommand('ip', 'link', 'add', 'card0', 'type', 'veth', 'peer', 'name', 'card1')
  lab.onUndo('the second card', () => {
    runCommand('ip', 'link', 'del', 'card0')
  })
  runCommand('ip', 'addr', 'add', '10.94.7.1/24', 'dev', 'card0')
  for (const card of ['card0', 'card1']) runCommand('ip', 'link', 'set', card, 'up')
}

export const statusClasses: FaultRow = {
  id: 'F28',
  fault: 'every class of HTTP status, slow headers, endless body',
  injection: `the cloud answers a journal with ${misbehaviours.map(({ what }) => what).join(', ')}; one a round`,
  must: 'do what the table of design 4.3 says, show it, and lose nothing',
  needs: [linux, root, tool('ip', 'iproute2')],
  isolation: ['network'],
  rounds: misbehaviours.length,
  run: async (lab, round) => {
    const misbehaviour = misbehaviours[round - 1]
    if (misbehaviour === undefined) return null
    const { what, course, rule, wire, shownAs } = misbehaviour
    const { shop, proxy } = await openProxied(lab)
    await startGood(shop)
    if (rule !== undefined) await shop.cloud.addFaults(rule)
    if (wire !== undefined) proxy.spoil(wire)
    const journal = await shop.write()
    const shown = await shownAfter(shop, shownAs === undefined ? (now) => !isGood(now) : hasProblem(...shownAs), 30_000)
    const began = performance.now()
    if (course === 'refused') {
      const { id } = await whenIn(shop, journal, ['refused'], 20_000)
      const { code, stderr } = await shop.command('resend', id, '--reason', 'the round goes on')
      if (code !== 0) throw new Error(`resend ended with ${String(code)}: ${stderr}`)
    }
    if (course === 'stopped') networkReturns(lab)
    return judgeHealed(shop, {
      endedAt: began,
      goodWithinMs: 120_000,
      // A token that is renewed within the second need not be seen by anybody.
      visible: what === '401' ? null : shown !== null,
      notes: [`${what}: ${shown === null ? 'not seen' : `shown after ${inSeconds(shown)}`}`],
    })
  },
}
