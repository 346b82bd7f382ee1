// F12: the running program may not open one more file or connection, the program and its folder helper alike.

import { readdir, readFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { FaultRow } from '../fault-row.ts'
import { acceptedIn } from '../cloud-process.ts'
import { linux, tool } from '../need.ts'
import { mustRun, runProgram } from '../running-program.ts'
import { saidSince } from '../seen-while.ts'

/** The processes of a group. */
const processesOf = async (group: number): Promise<number[]> => {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    ids.map(async (id) => {
      // pid (name) state ppid pgrp …; a name may hold blanks and brackets.
      const line = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '')
      return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[2]) === group ? [Number(id)] : []
    }),
  )
  return found.flat()
}

export const tooManyOpenFiles: FaultRow = {
  id: 'F12',
  fault: 'too many open files',
  injection: 'prlimit --nofile of the running engine and its folder helper to what they have open',
  must: 'neither end nor lose anything; go on by itself',
  needs: [linux, tool('prlimit', 'util-linux')],
  rounds: 4,
  quickRounds: 1,
  run: async (lab) => {
    const shop = await lab.openShop()
    const service = shop.serve()
    await service.current().event('ready')
    await shop.writeMany(5)
    await shop.whenArrived()
    // Nothing is kept alive from before, so that sending needs new connections.
    await shop.cloud.outage(0.3)
    await pause(600)
    shop.watch()
    const began = performance.now()
    const limited = await processesOf(service.current().pid)
    for (const pid of limited) {
      const open = (await readdir(`/proc/${pid}/fd`)).length
      const slack = Math.floor(lab.random() * 3)
      await mustRun(['prlimit', '--pid', String(pid), `--nofile=${open + slack}:`])
    }
    await shop.writeMany(40)
    await pause(9000)
    // With a connection and a file to spare it may get through, slowly; then there is nothing to show.
    const status = await shop.status()
    const through = acceptedIn(await shop.cloud.ledger()).length
    // Two minutes long a green that names what waits is no untrue one (design 2, promise 5).
    const says = status === null || status.state !== 'good' || status.oldestWaitingAt !== null
    const visible = through === shop.written.length ? null : says
    for (const pid of limited) await runProgram(['prlimit', '--pid', String(pid), '--nofile=1024:'])
    const endedAt = performance.now()
    return shop.judge({
      endedAt,
      visible,
      withinMs: 120_000,
      notes: [`${through} of 45 sent meanwhile: ${saidSince(shop, began + 3000)}; started ${service.starts()}×`],
    })
  },
}
