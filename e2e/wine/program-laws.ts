// The built command line under Windows, without a network: it collects, judges and tells, keeps the data directory to
// itself, and reads a configuration as Windows programs write one.

import assert from 'node:assert/strict'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { CheckedFile } from '../../contract/judgement.ts'
import type { FileFacts, FileSummary } from '../../contract/file-facts.ts'
import { bytesOf, type Content } from '../soak/content.ts'
import type { Law } from './law.ts'

const beganAt = Date.UTC(2026, 10, 20, 20, 0, 0)
let transactions = 4_000_000
const newSale = (): Content => ({
  kind: 'sale',
  dialect: 'passport',
  sale: { transaction: ++transactions, cents: 249, daysAgo: 0 },
  edition: 0,
})
const journal = (content: Content = newSale()): Buffer => bytesOf(content, beganAt)

interface CommandEnd {
  readonly code: number | null
  readonly stdout: Buffer
  readonly stderr: string
}

class Shop {
  readonly root: string
  readonly folder: string
  readonly dataDirectory: string
  readonly configurationFile: string
  readonly #entry: string
  readonly #running: ChildProcess[] = []

  constructor(entry: string, root: string) {
    this.#entry = entry
    this.root = root
    this.folder = join(root, 'BOOutBox')
    this.dataDirectory = join(root, 'data')
    this.configurationFile = join(root, 'store.json')
    mkdirSync(this.folder, { recursive: true })
    writeFileSync(join(root, 'password.txt'), 'practice\r\n')
    this.configure()
  }

  /** As an editor of Windows saves it: a mark at the beginning, CR LF at the line ends. */
  configure(folders: readonly Readonly<Record<string, unknown>>[] = [{ path: this.folder }]): void {
    const configuration = {
      store: { locationId: '33084', timeZone: 'America/New_York' },
      petrosoft: {
        // Nobody listens there.
        baseUrl: 'http://127.0.0.1:9',
        email: 'practice@storebridge.example',
        password: { file: join(this.root, 'password.txt') },
      },
      folders,
    }
    writeFileSync(
      this.configurationFile,
      `\uFEFF${JSON.stringify(configuration, null, 2).replaceAll('\n', '\r\n')}\r\n`,
    )
  }

  put(name: string, bytes: Uint8Array): void {
    writeFileSync(join(this.folder, name), bytes)
  }

  /** Starts `run` and waits until it is ready or has ended; answers its exit code in that case. */
  async run(dataDirectory = this.dataDirectory): Promise<number | null> {
    const output = join(this.root, `run-${this.#running.length}.txt`)
    const file = openSync(output, 'w')
    const child = spawn(
      process.execPath,
      [this.#entry, 'run', '--data-dir', dataDirectory, '--config', this.configurationFile],
      { stdio: ['ignore', file, file] },
    )
    closeSync(file)
    this.#running.push(child)
    await this.until(
      'the engine to be ready or to end',
      () => child.exitCode !== null || readFileSync(output, 'utf8').includes('"ready"'),
    )
    return child.exitCode
  }

  /** Ends every run at once, as a power cut would. */
  async kill(): Promise<void> {
    for (const child of this.#running) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    }
  }

  command(...words: readonly string[]): CommandEnd {
    const end = spawnSync(process.execPath, [this.#entry, ...words], { timeout: 60_000, maxBuffer: 64 * 1024 * 1024 })
    return { code: end.status, stdout: end.stdout, stderr: end.stderr.toString('utf8') }
  }

  files(): readonly FileSummary[] {
    const end = this.command('files', '--json', '--data-dir', this.dataDirectory)
    assert.equal(end.code, 0, end.stderr)
    return linesOf<FileSummary>(end)
  }

  async whenFiles(what: string, isSo: (files: readonly FileSummary[]) => boolean): Promise<readonly FileSummary[]> {
    let last: readonly FileSummary[] = []
    await this.until(
      what,
      () => {
        last = this.files()
        return isSo(last)
      },
      () => JSON.stringify(last),
    )
    return last
  }

  async until(what: string, isSo: () => boolean, tell = (): string => ''): Promise<void> {
    const deadline = performance.now() + 30_000
    while (!isSo()) {
      assert.ok(performance.now() < deadline, `waited in vain for ${what} ${tell()} ${this.#outputs()}`)
      await pause(100)
    }
  }

  #outputs(): string {
    return this.#running.map((_, i) => readFileSync(join(this.root, `run-${i}.txt`), 'utf8').slice(-1500)).join('\n')
  }
}

const linesOf = <Value>({ stdout }: CommandEnd): readonly Value[] =>
  stdout
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Value)

export const programLaws = (entry: string, place: string): readonly Law[] => {
  let shops = 0
  const inShop = async (work: (shop: Shop) => Promise<void>, where = join(place, `shop ${++shops}`)): Promise<void> => {
    const shop = new Shop(entry, where)
    try {
      await work(shop)
    } finally {
      await shop.kill()
    }
  }
  return [
    {
      law: '`check` judges files by any form of path, one line each, also those that cannot be opened.',
      holds: () =>
        inShop(async (shop) => {
          shop.put('PJR1.xml', journal())
          shop.put('BAD.xml', Buffer.from('no XML\r\n'))
          const paths = [
            join(shop.folder, 'PJR1.xml'),
            join(shop.folder, 'pjr1.XML').replaceAll('\\', '/'),
            join(shop.folder, 'BAD.xml'),
            join(shop.folder, 'NONE.xml'),
            shop.folder,
          ]
          const end = shop.command('check', '--json', ...paths)
          const checked = linesOf<CheckedFile>(end)
          assert.equal(end.code, 1)
          assert.deepEqual(
            checked.map(({ file }) => file),
            paths,
          )
          assert.deepEqual(
            checked.map(({ wellFormed }) => wellFormed),
            [true, true, false, false, false],
          )
          assert.equal(checked[0]?.events[0]?.grandAmount, '2.49')
          assert.match(JSON.stringify(checked[3]?.findings), /no such file/)
          assert.match(JSON.stringify(checked[4]?.findings), /folder/)
        }),
    },
    {
      law: 'A configuration saved by a Windows editor is read; a wrong key is one sentence and exit code 2.',
      holds: () =>
        inShop(async (shop) => {
          assert.equal(await shop.run(), null)
          await shop.kill()
          const text = readFileSync(shop.configurationFile, 'utf8')
          writeFileSync(shop.configurationFile, text.replace('"locationId"', '"colour": 1,\r\n    "locationId"'))
          const end = shop.command('run', '--data-dir', shop.dataDirectory, '--config', shop.configurationFile)
          assert.equal(end.code, 2)
          assert.equal(end.stderr.trim(), 'storebridge: store.colour: unknown key')
        }),
    },
    {
      law: '`run` collects and judges without a network; `files`, `status` and `show` tell it, byte for byte.',
      holds: () =>
        inShop(async (shop) => {
          const good = journal()
          const wide = journal({
            kind: 'sale',
            dialect: 'passport-utf-16',
            sale: { transaction: 4_900_001, cents: 100, daysAgo: 1 },
            edition: 0,
          })
          const crlf = Buffer.from(journal().toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
          shop.put('PJR1.xml', good)
          shop.put('PJR2 déjà.XML', wide)
          shop.put('PJR3.xml', crlf)
          shop.put('BAD.xml', Buffer.from([1, 26, 13, 10, 0, 255]))
          assert.equal(await shop.run(), null)
          const files = await shop.whenFiles(
            'four judged files',
            (all) => all.length === 4 && all.every(({ state }) => state === 'waiting' || state === 'held'),
          )
          assert.deepEqual(
            files.map(({ name, state, problem }) => `${name} ${state} ${problem ?? ''}`.trim()).toSorted(),
            ['BAD.xml held not-well-formed', 'PJR1.xml waiting', 'PJR2 déjà.XML waiting', 'PJR3.xml waiting'],
          )
          for (const [name, bytes] of [
            ['PJR1.xml', good],
            ['PJR2 déjà.XML', wide],
            ['PJR3.xml', crlf],
            ['BAD.xml', Buffer.from([1, 26, 13, 10, 0, 255])],
          ] as const) {
            const id = files.find((file) => file.name === name)?.id ?? ''
            const shown = shop.command('show', id, '--content', '--data-dir', shop.dataDirectory)
            assert.ok(shown.stdout.equals(bytes), `${name} is shown in other bytes`)
            const [facts] = linesOf<FileFacts>(shop.command('show', id, '--json', '--data-dir', shop.dataDirectory))
            assert.equal(facts?.sightings[0]?.folder, shop.folder)
            assert.equal(facts.sightings[0].path, name)
          }
          const status = shop.command('status', '--json', '--data-dir', shop.dataDirectory)
          const told = JSON.parse(status.stdout.toString('utf8')) as {
            readonly counts: Readonly<Record<string, number>>
            readonly folders: readonly { readonly reachable: boolean }[]
            readonly signIn: string
          }
          assert.deepEqual([told.counts['waiting'], told.counts['held'], told.folders[0]?.reachable], [3, 1, true])
          const days = [
            'days',
            '--from',
            '2026-11-20',
            '--to',
            '2026-11-20',
            '--json',
            '--data-dir',
            shop.dataDirectory,
          ]
          const day = shop.command(...days)
          assert.equal(day.code, 0, day.stderr)
          assert.ok(linesOf<object>(day).length > 0, 'the sales day is not told')
          // The password file was read: without a password it would say so.
          assert.notEqual(told.signIn, 'no-password')
        }),
    },
    {
      law: 'A file that comes, one that changes, one that goes and one that is renamed are each told as what they are.',
      holds: () =>
        inShop(async (shop) => {
          assert.equal(await shop.run(), null)
          shop.put('PJR1.xml', journal())
          await shop.whenFiles('the first', (files) => files.some(({ state }) => state === 'waiting'))
          shop.put('PJR1.xml', journal())
          await shop.whenFiles(
            'the newer version',
            (files) => files.length === 2 && files[0]?.state === 'waiting' && files[1]?.state === 'replaced',
          )
        }),
    },
    {
      law: 'A second engine on the same data directory exits 2, however the path is written; killing the first frees it.',
      holds: () =>
        inShop(async (shop) => {
          assert.equal(await shop.run(), null)
          for (const path of [
            shop.dataDirectory,
            shop.dataDirectory.toUpperCase(),
            shop.dataDirectory.replaceAll('\\', '/'),
          ])
            assert.equal(await shop.run(path), 2, path)
          await shop.kill()
          assert.equal(await shop.run(), null)
        }),
    },
    {
      law: 'A run that is killed while it stores loses nothing: the next one has every file once.',
      holds: () =>
        inShop(async (shop) => {
          const count = 40
          for (let round = 0; round < 4; round++) {
            for (let i = 0; i < count / 4; i++) shop.put(`PJR${round}-${i}.xml`, journal())
            assert.equal(await shop.run(), null)
            await pause(150 * round)
            await shop.kill()
          }
          assert.equal(await shop.run(), null)
          const files = await shop.whenFiles(
            'all files',
            (all) => all.length === count && all.every(({ state }) => state === 'waiting'),
          )
          assert.equal(new Set(files.map(({ sha256 }) => sha256)).size, count)
        }),
    },
    {
      law: 'Decisions are applied by the running engine, and by the command itself while none runs.',
      holds: () =>
        inShop(async (shop) => {
          shop.put('BAD.xml', Buffer.from('nothing\r\n'))
          assert.equal(await shop.run(), null)
          const [file] = await shop.whenFiles('the held file', (files) => files[0]?.state === 'held')
          const words = [file?.id ?? '', '--data-dir', shop.dataDirectory]
          assert.equal(shop.command('set-aside', ...words, '--reason', 'Größe').code, 0)
          assert.equal(shop.files()[0]?.state, 'set-aside')
          await shop.kill()
          assert.equal(shop.command('put-back', ...words).code, 0)
          assert.equal(shop.files()[0]?.state, 'held')
          const [facts] = linesOf<FileFacts>(shop.command('show', ...words, '--json'))
          assert.deepEqual(
            facts?.decisions.map(({ action, reason, applied }) => [action, reason, applied]),
            [
              ['set-aside', 'Größe', true],
              ['put-back', null, true],
            ],
          )
        }),
    },
    {
      law: 'Status can be asked all the time while the engine replaces what it reads, and the engine lives on.',
      holds: () =>
        inShop(async (shop) => {
          assert.equal(await shop.run(), null)
          for (let i = 0; i < 12; i++) {
            shop.put(`PJR${i}.xml`, journal())
            assert.equal(shop.command('status', '--json', '--data-dir', shop.dataDirectory).code, 0)
          }
          await shop.whenFiles('all of them', (files) => files.filter(({ state }) => state === 'waiting').length === 12)
        }),
    },
    {
      law: 'What is not to be sent is archived onto a share; nothing else leaves the folder.',
      holds: () =>
        inShop(async (shop) => {
          const archive = String.raw`\\backoffice\pos\archive of the program`
          shop.configure([{ path: shop.folder.replaceAll('\\', '/'), afterVerdict: { archive } }])
          shop.put(
            'VOID.xml',
            journal({ kind: 'no-sale', form: 'void', sale: { transaction: 4_800_001, cents: 100, daysAgo: 0 } }),
          )
          shop.put('PJR1.xml', journal())
          assert.equal(await shop.run(), null)
          await shop.until('the file to be archived', () => existsSync(join(archive, 'VOID.xml')))
          await shop.until('it to be gone', () => !existsSync(join(shop.folder, 'VOID.xml')))
          assert.ok(existsSync(join(shop.folder, 'PJR1.xml')))
        }),
    },
    {
      law: 'A store whose data directory has a long path with spaces and signs of other scripts works like any other.',
      holds: () =>
        inShop(
          async (shop) => {
            shop.put('PJR1.xml', journal())
            assert.equal(await shop.run(), null)
            await shop.whenFiles('the file', (files) => files[0]?.state === 'waiting')
          },
          join(place, 'Größe & Co', 'ПЖР', 'x'.repeat(80)),
        ),
    },
  ]
}
