// The folder source under Windows: the helper looks at, reads, watches and archives files by every form of path, and never
// stands in the register's way.

import assert from 'node:assert/strict'
import { fork, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openHelper, type HelperClient } from './helper-client.ts'
import type { Law } from './law.ts'

const content = '<?xml version="1.0"?>\r\n<NAXML-POSJournal version="3.4"/>\r\n'
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const list = { kind: 'list', include: ['*.xml'], recursive: false, unlessMtimeNs: null } as const

const until = async (what: string, isSo: () => boolean): Promise<void> => {
  const deadline = performance.now() + 10_000
  while (!isSo()) {
    assert.ok(performance.now() < deadline, `waited in vain for ${what}`)
    await pause(25)
  }
}

const replaceAtLast = async (from: string, to: string): Promise<void> => {
  const deadline = performance.now() + 5000
  for (;;) {
    try {
      renameSync(from, to)
      return
    } catch (fault) {
      if (performance.now() > deadline) throw fault
      await pause(2)
    }
  }
}

/** Another process holds a file open and lets nobody else have it, as some registers do while they write. */
const holdExclusively = async (path: string): Promise<ChildProcess> => {
  const holder = fork(fileURLToPath(new URL('hold-file.ts', import.meta.url)), [path], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  await new Promise<void>((resolve, reject) => {
    holder.once('message', () => resolve())
    holder.once('exit', () => reject(new Error('the file could not be held')))
  })
  return holder
}

const letGo = async (holder: ChildProcess): Promise<void> => {
  if (holder.exitCode !== null || holder.signalCode !== null) return
  const ended = new Promise<void>((resolve) => {
    holder.once('exit', () => resolve())
  })
  holder.kill('SIGKILL')
  await ended
}

export const folderLaws = (helperFile: string, place: string): readonly Law[] => {
  let made = 0
  const newFolder = (...parts: readonly string[]): string => {
    const path = join(place, `folder-${++made}`, ...parts)
    mkdirSync(path, { recursive: true })
    return path
  }
  const withHelper = async (folder: string, work: (helper: HelperClient) => Promise<void>): Promise<void> => {
    const helper = openHelper(helperFile, folder)
    try {
      await work(helper)
    } finally {
      await helper.close()
    }
  }
  /** Lists, looks and reads one file through a path to its folder; answers whether the path counts as a share. */
  const collects = async (folder: string, name = 'PJR1.xml'): Promise<boolean> => {
    let share = false
    await withHelper(folder, async (helper) => {
      const listing = await helper.ask(list)
      share = listing.share
      assert.deepEqual(listing.paths, [name])
      const { looks } = await helper.ask({ kind: 'stat', paths: [name] })
      assert.equal(looks[0]?.fault, null)
      assert.equal(looks[0].size, content.length)
      const { ends } = await helper.ask({ kind: 'look', paths: [name] })
      assert.equal(Buffer.from(ends[0]?.tail ?? []).toString(), content)
      const { bytes } = await helper.ask({ kind: 'read', path: name, size: content.length })
      assert.equal(Buffer.from(bytes ?? []).toString(), content)
    })
    return share
  }
  const archiveRequest = (path: string, full: string, to: string) =>
    ({
      kind: 'archive',
      path,
      to,
      size: statSync(full).size,
      mtimeNs: String(statSync(full, { bigint: true }).mtimeNs),
      sha256: sha256Of(readFileSync(full)),
    }) as const

  return [
    {
      law: 'A folder on a drive is collected, whichever slash, case or end its path is written with.',
      holds: async () => {
        const folder = newFolder('BOOutBox')
        writeFileSync(join(folder, 'PJR1.xml'), content)
        for (const path of [
          folder,
          folder.replaceAll('\\', '/'),
          folder.toLowerCase(),
          folder.toUpperCase(),
          `${folder}\\`,
        ])
          assert.equal(await collects(path), false, path)
      },
    },
    {
      law: 'A share is collected by its UNC path and known to be a share, with either slash.',
      holds: async () => {
        writeFileSync(String.raw`\\backoffice\pos\PJR1.xml`, content)
        try {
          assert.equal(await collects(String.raw`\\backoffice\pos`), true)
          assert.equal(await collects('//backoffice/pos'), true)
          assert.equal(await collects(String.raw`\\?\UNC\backoffice\pos`), true)
          assert.equal(await collects('P:\\'), false)
          assert.equal(await collects('P:/'), false)
        } finally {
          rmSync(String.raw`\\backoffice\pos\PJR1.xml`)
        }
      },
    },
    {
      law: 'A local path in its long form is no share.',
      holds: async () => {
        const folder = newFolder()
        writeFileSync(join(folder, 'PJR1.xml'), content)
        assert.equal(await collects(`\\\\?\\${folder}`), false)
      },
    },
    {
      law: 'Paths beyond 260 characters are collected and archived.',
      holds: async () => {
        const folder = newFolder('a'.repeat(120), 'b'.repeat(120), 'c'.repeat(60))
        const name = `PJR${'0'.repeat(80)}.xml`
        writeFileSync(join(folder, name), content)
        await collects(folder, name)
        const archive = newFolder('d'.repeat(150), 'e'.repeat(100))
        await withHelper(folder, async (helper) => {
          const { archivedTo } = await helper.ask(archiveRequest(name, join(folder, name), archive))
          assert.ok(archivedTo !== null && existsSync(archivedTo) && !existsSync(join(folder, name)))
        })
      },
    },
    {
      law: 'Patterns take names in any case, and a name is found again in another case.',
      holds: async () => {
        const folder = newFolder()
        writeFileSync(join(folder, 'Pjr1.XML'), content)
        await withHelper(folder, async (helper) => {
          assert.deepEqual((await helper.ask(list)).paths, ['Pjr1.XML'])
          const { looks } = await helper.ask({ kind: 'stat', paths: ['PJR1.xml'] })
          assert.equal(looks[0]?.fault, null)
        })
      },
    },
    {
      law: 'Names that Windows reserves neither stop the listing nor the other files.',
      holds: async () => {
        const folder = newFolder()
        writeFileSync(join(folder, 'PJR1.xml'), content)
        await withHelper(folder, async (helper) => {
          const { ends } = await helper.ask({ kind: 'look', paths: ['CON.xml', 'NUL', 'AUX.xml', 'PJR1.xml'] })
          assert.equal(ends.at(-1)?.fault, null)
          assert.ok(ends.slice(0, 3).every(({ fault }) => fault !== null))
        })
      },
    },
    {
      law: 'Names in other scripts, with spaces and with signs, come back as they are.',
      holds: async () => {
        const folder = newFolder()
        const names = ['PJR déjà vu.xml', 'ПЖР 1.xml', 'PJR & sons (1) 100%.xml', 'PJR’s.xml', '日本.xml']
        for (const name of names) writeFileSync(join(folder, name), content)
        await withHelper(folder, async (helper) => {
          const { paths } = await helper.ask(list)
          assert.deepEqual(paths?.toSorted(), names.toSorted())
          const { ends } = await helper.ask({ kind: 'look', paths: names })
          assert.ok(ends.every(({ fault }) => fault === null))
        })
      },
    },
    {
      law: 'Subfolders are listed with forward slashes, and read by them.',
      holds: async () => {
        const folder = newFolder()
        mkdirSync(join(folder, 'Register 2', 'deep'), { recursive: true })
        writeFileSync(join(folder, 'Register 2', 'deep', 'PJR1.xml'), content)
        await withHelper(folder, async (helper) => {
          const { paths } = await helper.ask({ ...list, recursive: true })
          assert.deepEqual(paths, ['Register 2/deep/PJR1.xml'])
          const { bytes } = await helper.ask({ kind: 'read', path: 'Register 2/deep/PJR1.xml', size: content.length })
          assert.equal(Buffer.from(bytes ?? []).toString(), content)
        })
      },
    },
    {
      law: 'No request leaves the folder, by either slash or by a drive.',
      holds: async () => {
        const folder = newFolder()
        writeFileSync(join(folder, '..', 'outside.xml'), content)
        await withHelper(folder, async (helper) => {
          for (const path of ['../outside.xml', String.raw`..\outside.xml`])
            await assert.rejects(helper.ask({ kind: 'read', path, size: content.length }), path)
        })
      },
    },
    {
      law: 'A file another program holds for itself is told to be busy, and is read once it is let go.',
      holds: async () => {
        const folder = newFolder()
        writeFileSync(join(folder, 'PJR1.xml'), content)
        const holder = await holdExclusively(join(folder, 'PJR1.xml'))
        try {
          await withHelper(folder, async (helper) => {
            assert.deepEqual((await helper.ask(list)).paths, ['PJR1.xml'])
            const { ends } = await helper.ask({ kind: 'look', paths: ['PJR1.xml'] })
            assert.match(ends[0]?.fault ?? '', /^(EBUSY|EPERM|EACCES)$/)
            await letGo(holder)
            const again = await helper.ask({ kind: 'look', paths: ['PJR1.xml'] })
            assert.equal(again.ends[0]?.fault, null)
          })
        } finally {
          await letGo(holder)
        }
      },
    },
    {
      law: 'While a file is looked at and read, the register can write to it, rename it and delete it; it can put another in its place a moment later at most.',
      holds: async () => {
        const folder = newFolder()
        const path = join(folder, 'PJR1.xml')
        await withHelper(folder, async (helper) => {
          const reads = (): Promise<unknown> =>
            helper.ask({ kind: 'read', path: 'PJR1.xml', size: content.length }).catch(() => null)
          for (let round = 0; round < 20; round++) {
            writeFileSync(path, content)
            const reading = [reads(), reads()]
            writeFileSync(path, `${content}${round}`)
            renameSync(path, `${path}.old`)
            rmSync(`${path}.old`)
            await Promise.all(reading)
            // Windows lets nobody replace a file that is open, however it was opened: our part is to close it soon.
            writeFileSync(path, content)
            const again = reads()
            writeFileSync(`${path}.part`, `${content}${round}`)
            const began = performance.now()
            await replaceAtLast(`${path}.part`, path)
            const tookMs = performance.now() - began
            assert.ok(tookMs < 500, `the register was kept from it for ${Math.round(tookMs)} ms`)
            await again
          }
        })
      },
    },
    {
      law: 'A file that is replaced by another of the same size and time is seen to be another.',
      holds: async () => {
        const folder = newFolder()
        const path = join(folder, 'PJR1.xml')
        writeFileSync(path, content)
        await withHelper(folder, async (helper) => {
          const before = (await helper.ask({ kind: 'look', paths: ['PJR1.xml'] })).ends[0]
          writeFileSync(join(folder, 'new.part'), content)
          renameSync(join(folder, 'new.part'), path)
          const after = (await helper.ask({ kind: 'look', paths: ['PJR1.xml'] })).ends[0]
          assert.notEqual(`${before?.fileId} ${before?.mtimeNs}`, `${after?.fileId} ${after?.mtimeNs}`)
        })
      },
    },
    {
      law: 'The watcher tells of a new file within seconds.',
      holds: async () => {
        const folder = newFolder()
        await withHelper(folder, async (helper) => {
          const { watching } = await helper.ask({ kind: 'watch', recursive: false })
          assert.equal(watching, true)
          writeFileSync(join(folder, 'PJR1.xml'), content)
          await until('a hint', () => helper.changed().includes('PJR1.xml'))
        })
      },
    },
    {
      law: 'A read-only file is read, and archived when that is wanted.',
      holds: async () => {
        const folder = newFolder()
        const path = join(folder, 'PJR1.xml')
        writeFileSync(path, content)
        chmodSync(path, 0o444)
        await collects(folder)
        const archive = newFolder('archive')
        await withHelper(folder, async (helper) => {
          const { archivedTo } = await helper.ask(archiveRequest('PJR1.xml', path, archive))
          assert.ok(archivedTo !== null)
          assert.equal(readFileSync(archivedTo, 'utf8'), content)
          assert.equal(existsSync(path), false)
        })
      },
    },
    {
      law: 'Archiving works onto another drive and onto a share, overwrites nothing, and leaves nothing half done.',
      holds: async () => {
        const folder = newFolder()
        for (const archive of ['P:\\archive', String.raw`\\backoffice\pos\archive 2`]) {
          for (const [round, text] of [content, `${content} `, content].entries()) {
            const path = join(folder, 'PJR1.xml')
            writeFileSync(path, text)
            await withHelper(folder, async (helper) => {
              const { archivedTo } = await helper.ask(archiveRequest('PJR1.xml', path, archive))
              assert.ok(archivedTo !== null, `round ${round}`)
              assert.equal(readFileSync(archivedTo, 'utf8'), text)
              assert.equal(existsSync(path), false)
            })
          }
          assert.equal(readdirSync(archive).length, 2)
        }
      },
    },
    {
      law: 'An archive that lies in the watched folder by another spelling of its path moves nothing in a circle.',
      holds: async () => {
        const folder = newFolder()
        const path = join(folder, 'PJR1.xml')
        writeFileSync(path, content)
        await withHelper(folder, async (helper) => {
          const answer = await helper.ask(archiveRequest('PJR1.xml', path, folder.toUpperCase()))
          assert.equal(answer.archivedTo, null)
          assert.deepEqual(readdirSync(folder), ['PJR1.xml'])
        })
      },
    },
  ]
}
