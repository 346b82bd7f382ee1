// A folder on a share, as a store has it: an SMB server on loopback and a mount of what it shares. The server can die and
// come back while the mount stays, which is what happens when the register's PC is switched off.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { programPath } from '../need.ts'
import { startProgram, type RunningProgram } from '../running-program.ts'
import { waitFor } from '../wait-for.ts'
import { runCommand } from './system-command.ts'

export interface Share {
  /** Where the share is mounted: the folder to watch. */
  readonly mounted: string
  /** The same folder on the PC that shares it: where the register writes. */
  readonly onServer: string
  /** Kills the server and everything it started. */
  readonly die: () => Promise<void>
  readonly comeBack: () => Promise<void>
  readonly close: () => Promise<void>
}

const port = 1445

const configuration = (root: string, onServer: string): string =>
  `[global]
interfaces = lo
bind interfaces only = yes
smb ports = ${port}
map to guest = Bad User
guest account = root
server role = standalone server
disable netbios = yes
load printers = no
lock directory = ${root}/lock
state directory = ${root}/state
cache directory = ${root}/cache
pid directory = ${root}/pid
private dir = ${root}/private
ncalrpc dir = ${root}/ncalrpc
log file = ${root}/smbd.log
[pos]
path = ${onServer}
guest ok = yes
read only = no
force user = root
`

const isMounted = (path: string): boolean =>
  readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .some((line) => line.split(' ')[1] === path)

/** Shares a new folder in `root` and mounts it beside. Rejects when server or mount do not come up. */
export const startShare = async (root: string): Promise<Share> => {
  const onServer = join(root, 'on-server')
  const mounted = join(root, 'mounted')
  const own = join(root, 'samba')
  for (const path of [
    onServer,
    mounted,
    ...['lock', 'state', 'cache', 'pid', 'private', 'ncalrpc'].map((each) => join(own, each)),
  ])
    mkdirSync(path, { recursive: true })
  const configurationFile = join(own, 'smb.conf')
  writeFileSync(configurationFile, configuration(own, onServer))
  let server: RunningProgram | null = null
  let mount: RunningProgram | null = null

  const serve = async (): Promise<void> => {
    const program = startProgram([
      programPath('smbd') ?? 'smbd',
      '--foreground',
      '--no-process-group',
      '-s',
      configurationFile,
    ])
    server = program
    await waitFor(
      'the SMB server',
      () => {
        if (program.hasEnded()) throw new Error(`smbd ended: ${program.complaints()}${program.output()}`)
        try {
          runCommand('smbclient', '-s', configurationFile, '-p', String(port), '-N', '//127.0.0.1/pos', '-c', 'ls')
          return true
        } catch {
          return false
        }
      },
      { everyMs: 200 },
    )
  }
  const die = async (): Promise<void> => {
    await server?.killAll()
    server = null
  }
  const close = async (): Promise<void> => {
    if (isMounted(mounted)) runCommand('fusermount3', '-u', '-z', mounted)
    await mount?.killAll()
    await die()
  }
  try {
    await serve()
    const words = ['mount', ':smb:pos', mounted, '--smb-host', '127.0.0.1', '--smb-port', String(port), '--smb-user', 'guest',
      '--vfs-cache-mode', 'off', '--dir-cache-time', '1s', '--config', join(own, 'no-rclone.conf')] // prettier-ignore
    mount = startProgram([programPath('rclone') ?? 'rclone', ...words])
    writeFileSync(join(onServer, '.mounted'), '')
    await waitFor('the mount of the share', () => isMounted(mounted) && existsSync(join(mounted, '.mounted')), {
      tell: () => mount?.complaints() ?? '',
    })
  } catch (fault) {
    await close()
    throw fault
  }
  return {
    mounted,
    onServer,
    die,
    comeBack: async () => {
      await serve()
      await pause(0)
    },
    close,
  }
}
