// F20 to F24: the network between the store and Petrosoft: a black hole, a refusal, a link that is down, packets that get
// lost, a slow line, a line that dies in the middle of an upload. Each row has a loopback and a firewall of its own. The
// program goes through a proxy of the row, so that the rules hit it and never the cloud's control calls.

import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { FaultRow, RoundResult } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
import { linux, root, tool } from '../need.ts'
import { hasProblem, inSeconds, isGood, judgeHealed, shownAfter, startGood } from '../net/course.ts'
import { addFirewallRule, runCommand } from '../net/system-command.ts'
import { startTcpProxy, type TcpProxy } from '../net/tcp-proxy.ts'
import type { Shop, ShopOptions } from '../shop.ts'

interface Line {
  readonly shop: Shop
  readonly proxy: TcpProxy
  /** Adds a rule for what goes to the program's port or comes from it; it goes with the round. */
  readonly rule: (...words: readonly string[]) => () => void
}

const port = (side: 'to' | 'from', { port: number }: TcpProxy): readonly string[] => [
  '-i',
  'lo',
  '-p',
  'tcp',
  side === 'to' ? '--dport' : '--sport',
  String(number), // prettier-ignore
]

const openLine = async (lab: Lab, options: ShopOptions = {}): Promise<Line> => {
  const cloud = await lab.startCloud()
  const proxy = await startTcpProxy(cloud.port)
  lab.onUndo('the proxy', () => proxy.close())
  const shop = await lab.openShop({ ...options, cloud, baseUrl: proxy.url })
  return {
    shop,
    proxy,
    rule: (...words) => {
      const undo = addFirewallRule('INPUT', ...words)
      lab.onUndo(`the rule ${words.join(' ')}`, undo)
      return undo
    },
  }
}

const trouble = hasProblem('service-not-answering', 'no-internet')

/** Journals that came while the fault lasted, and how it was shown; the fault ends before the judgement. */
const through = async (
  { shop }: Line,
  begin: () => () => void,
  { isShown = trouble, shownWithinMs = 60_000, lastsMs = 0, goodWithinMs = 90_000 } = {},
): Promise<RoundResult> => {
  await startGood(shop)
  const end = begin()
  const began = performance.now()
  await shop.writeMany(3)
  const shown = await shownAfter(shop, isShown, shownWithinMs)
  await pause(Math.max(0, lastsMs - (performance.now() - began)))
  await shop.write()
  end()
  return judgeHealed(shop, {
    endedAt: performance.now(),
    goodWithinMs,
    visible: shown !== null,
    notes: shown === null ? [] : [`shown after ${inSeconds(shown)}`],
  })
}

export const blackHole: FaultRow = {
  id: 'F20',
  fault: 'black hole',
  injection: 'iptables -A INPUT -i lo -p tcp --dport PORT -j DROP, 20 s; once for 80 s, with uploads on their way',
  must: 'give up by a deadline, keep everything, show it, and send it when the line is back',
  needs: [linux, root, tool('iptables', 'iptables')],
  isolation: ['network'],
  rounds: 3,
  run: async (lab, round) => {
    // A report that fails in the long outage has to be made good at once, not at the next beat.
    const line = await openLine(lab, { configuration: { connectionReport: { everySeconds: 40 } } })
    if (round !== 3) return through(line, () => line.rule(...port('to', line.proxy), '-j', 'DROP'), { lastsMs: 20_000 })
    await line.shop.cloud.addFaults({ on: 'journal', times: 2, do: { kind: 'delay', ms: 4000 } })
    return through(
      line,
      () => {
        // Nothing of what the cloud answers comes through any more, and nothing of ours gets there.
        const rules = [
          line.rule(...port('to', line.proxy), '-j', 'DROP'),
          line.rule(...port('from', line.proxy), '-j', 'DROP'),
        ]
        return () => rules.forEach((undo) => undo())
      },
      { lastsMs: 80_000, shownWithinMs: 90_000, goodWithinMs: 120_000 },
    )
  },
}

const refusals = ['tcp-reset', 'icmp-host-unreachable', 'icmp-net-unreachable'] as const

export const refusedOrDown: FaultRow = {
  id: 'F21',
  fault: 'connection refused, host unreachable, network unreachable, link down',
  injection: `-j REJECT --reject-with ${refusals.join(' | ')}; ip link set lo down`,
  must: 'say that there is no internet or no service, wait, and go on by itself',
  needs: [linux, root, tool('iptables', 'iptables'), tool('ip', 'iproute2')],
  isolation: ['network'],
  rounds: 4,
  run: async (lab, round) => {
    const line = await openLine(lab)
    const refusal = refusals[round - 1]
    if (refusal !== undefined)
      return through(line, () => line.rule(...port('to', line.proxy), '-j', 'REJECT', '--reject-with', refusal), {
        lastsMs: 15_000,
        isShown: refusal === 'tcp-reset' ? hasProblem('service-not-answering') : hasProblem('no-internet'),
      })
    lab.onUndo('the link', () => {
      runCommand('ip', 'link', 'set', 'lo', 'up')
    })
    return through(
      line,
      () => {
        runCommand('ip', 'link', 'set', 'lo', 'down')
        return () => {
          runCommand('ip', 'link', 'set', 'lo', 'up')
        }
      },
      { lastsMs: 20_000 },
    )
  },
}

export const packetLoss: FaultRow = {
  id: 'F22',
  fault: 'two of five packets are lost',
  injection: '-m statistic --mode random --probability 0.4 -j DROP, both ways',
  must: 'bring every journal over that line while it is so, none of them twice in silence',
  needs: [linux, root, tool('iptables', 'iptables')],
  isolation: ['network'],
  rounds: 3,
  run: async (lab) => {
    const line = await openLine(lab)
    const { shop, proxy } = line
    await startGood(shop)
    const lossy = ['-m', 'statistic', '--mode', 'random', '--probability', '0.4', '-j', 'DROP']
    line.rule(...port('to', proxy), ...lossy)
    line.rule(...port('from', proxy), ...lossy)
    const began = performance.now()
    await shop.writeMany(12)
    await shop.write({ prices: Array.from({ length: 40 }, () => '3.10') })
    const violations: string[] = []
    try {
      await shop.whenArrived(240_000)
    } catch (fault) {
      violations.push(fault instanceof Error ? fault.message : String(fault))
    }
    const notes = [`13 journals through it in ${inSeconds(performance.now() - began)}`]
    return shop.judge({ violations, notes, withinMs: 240_000 })
  },
}

export const slowLine: FaultRow = {
  id: 'F23',
  fault: 'slow line',
  injection: 'tc qdisc add dev lo root tbf rate 256kbit burst 32kb latency 800ms',
  must: 'give a large journal the time its size needs, and send it once',
  needs: [linux, root, tool('tc', 'iproute2'), tool('ip', 'iproute2')],
  isolation: ['network'],
  rounds: 3,
  run: async (lab, round) => {
    // Straight to the cloud: a proxy would send every byte over the slow line twice.
    const shop = await lab.openShop()
    await startGood(shop)
    runCommand('ip', 'link', 'set', 'lo', 'mtu', '1500')
    runCommand('tc', 'qdisc', 'add', 'dev', 'lo', 'root', 'tbf', 'rate', '256kbit', 'burst', '32kb', 'latency', '800ms')
    const undo = (): void => {
      runCommand('tc', 'qdisc', 'del', 'dev', 'lo', 'root')
    }
    let slow = true
    lab.onUndo('the slow line', () => {
      if (slow) undo()
    })
    const began = performance.now()
    const large = await shop.write({ prices: Array.from({ length: 200 * round }, () => '7.77') })
    await shop.writeMany(3)
    const violations: string[] = []
    try {
      await shop.whenArrived(240_000)
      await shop.whenDrained(30_000)
    } catch (fault) {
      violations.push(fault instanceof Error ? fault.message : String(fault))
    }
    const tookMs = performance.now() - began
    undo()
    slow = false
    const row = (await shop.files())?.find(({ sha256 }) => sha256 === large.sha256)
    if (row?.attempts !== 1) violations.push(`${large.size} bytes needed ${row?.attempts ?? 0} attempts`)
    return shop.judge({ violations, notes: [`${Math.round(large.size / 1024)} KB in ${inSeconds(tookMs)}`] })
  },
}

export const cutInUpload: FaultRow = {
  id: 'F24',
  fault: 'the line dies in the middle of an upload',
  injection: 'nft quota over 50 kbytes drop, for 20 s and for longer than the deadline; reset after 50 000 bytes',
  must: 'send the whole document again; the cloud has it once, or our row tells of the copy',
  needs: [linux, root, tool('nft', 'nftables')],
  isolation: ['network'],
  rounds: 4,
  run: async (lab, round) => {
    const { shop, proxy } = await openLine(lab)
    await startGood(shop)
    const isResetRound = round % 2 === 1
    if (isResetRound) proxy.spoil({ kind: 'upload-cut', bytes: 50_000 }, round)
    else {
      runCommand('nft', 'add table ip cut; add chain ip cut input { type filter hook input priority 0; }')
      runCommand('nft', `add rule ip cut input iifname lo tcp dport ${proxy.port} quota over 50 kbytes drop`)
      lab.onUndo('the quota', () => {
        try {
          runCommand('nft', 'delete table ip cut')
        } catch {
          // It was taken away at the end of the fault.
        }
      })
    }
    const began = performance.now()
    await shop.write({ prices: Array.from({ length: 180 }, () => '4.20') })
    const shown = await shownAfter(shop, (status) => !isGood(status), 30_000)
    if (!isResetRound) {
      // The deadline of this upload is 70 s and its size at 16 KiB a second.
      await pause((round === 2 ? 20_000 : 100_000) - (performance.now() - began))
      runCommand('nft', 'delete table ip cut')
    }
    return judgeHealed(shop, {
      endedAt: performance.now(),
      goodWithinMs: 120_000,
      visible: shown !== null,
      notes: [isResetRound ? 'cut by a reset' : `dropped for ${round === 2 ? 20 : 100} s`],
    })
  },
}
