// The steps of a soak, as an endless list that follows from the seed alone. It knows what it has asked for (which names lie
// in the folder, which trouble lasts), never what came of it: so the same seed gives the same steps on any machine.

import { dialects, garbageForms, unfinishedForms, type Content, type Sale } from './content.ts'
import { chooseCloudTrouble } from './cloud-trouble.ts'
import { seededChoice, type Choice } from './seeded-choice.ts'
import { personActions, type LastingTrouble, type NamedContent, type PlannedStep, type Step } from './step.ts'

/** Steps between two moments of quiet. */
const leastRound = 25
const mostRound = 55

const stepWeights = {
  put: 26,
  burst: 5,
  rewrite: 7,
  'same-bytes': 4,
  day: 4,
  garbage: 5,
  unfinished: 1.5,
  'write-in-place': 4,
  grow: 3,
  glimpse: 2,
  remove: 4,
  rename: 3,
  rotate: 2,
  touch: 2,
  lock: 1.5,
  cloud: 14,
  'revoke-tokens': 1,
  trouble: 5,
  kill: 6,
  restart: 2,
  'kill-helper': 2,
  freeze: 2,
  'clock-jump': 1.5,
  decide: 9,
  'await-answers': 3,
  'await-stored': 2,
} as const

const troubleWeights: Readonly<Record<LastingTrouble, number>> = {
  'cloud-away': 4,
  'folder-away': 2,
  'folder-unreadable': 1,
  'folder-is-a-file': 0.5,
  'disk-full': 2,
  paused: 2,
  'password-wrong': 1,
  stopped: 2,
}

/** These keep others from meaning anything: there is never more than one of a group. */
const groups: readonly (readonly LastingTrouble[])[] = [['folder-away', 'folder-unreadable', 'folder-is-a-file']]

const oddNames = [
  'PJR & sons <1>.xml',
  "PJR'quoted'.xml",
  'PJR “déjà vu”.xml',
  'PJR 100%25.xml',
  ' PJR leading.xml',
  'PJR;semi=colon.XML',
  'ПЖР.xml',
  'PJR+plus,comma.xml',
  'PJR"double".xml',
  `PJR${'0'.repeat(180)}.xml`,
] as const

class Planner {
  readonly #choice: Choice
  /** What lies in the folder as far as the plan goes, by name. */
  readonly #present = new Map<string, Content>()
  readonly #written: NamedContent[] = []
  readonly #growing: { readonly file: NamedContent; readonly until: number }[] = []
  readonly #locked: { readonly name: string; readonly until: number }[] = []
  readonly #troubles = new Map<LastingTrouble, number>()
  #number = 0
  #nextTransaction = 1_000_001
  #nextName = 1
  #nextGarbage = 1
  #quietAt: number

  constructor(seed: number) {
    this.#choice = seededChoice(seed)
    this.#quietAt = this.#choice.whole(leastRound, mostRound)
  }

  next(): PlannedStep {
    this.#number++
    const step = this.#due() ?? this.#chosen()
    return { number: this.#number, step, thenMs: this.#pace() }
  }

  /** Mostly nothing; now and then the store does nothing for a moment. */
  #pace(): number {
    return this.#choice.chance(0.35) ? this.#choice.whole(20, 700) : 0
  }

  /** What an earlier step promised for now. */
  #due(): Step | null {
    const growing = this.#growing.find(({ until }) => until <= this.#number)
    if (growing !== undefined) {
      this.#growing.splice(this.#growing.indexOf(growing), 1)
      return { do: 'grow-on', file: growing.file }
    }
    const locked = this.#locked.find(({ until }) => until <= this.#number)
    if (locked !== undefined) {
      this.#locked.splice(this.#locked.indexOf(locked), 1)
      return { do: 'unlock-file', name: locked.name }
    }
    const over = [...this.#troubles].find(([, until]) => until <= this.#number)
    if (over !== undefined) {
      this.#troubles.delete(over[0])
      return { do: 'end', trouble: over[0] }
    }
    if (this.#number < this.#quietAt) return null
    // What lasts is ended first, a step each; then it is quiet.
    const [lasting] = this.#troubles.keys()
    if (lasting !== undefined) {
      this.#troubles.delete(lasting)
      return { do: 'end', trouble: lasting }
    }
    if (this.#growing.length > 0 || this.#locked.length > 0) {
      const [begun] = this.#growing.splice(0, 1)
      if (begun !== undefined) return { do: 'grow-on', file: begun.file }
      const [closed] = this.#locked.splice(0, 1)
      if (closed !== undefined) return { do: 'unlock-file', name: closed.name }
    }
    this.#quietAt = this.#number + this.#choice.whole(leastRound, mostRound)
    return { do: 'quiet' }
  }

  #chosen(): Step {
    for (;;) {
      const step = this.#try(this.#choice.weighted(stepWeights))
      if (step !== null) return step
    }
  }

  #try(kind: keyof typeof stepWeights): Step | null {
    const choice = this.#choice
    switch (kind) {
      case 'cloud':
        return { do: 'cloud-fault', rules: chooseCloudTrouble(choice) }
      case 'revoke-tokens':
        return { do: 'revoke-tokens' }
      case 'trouble':
        return this.#trouble()
      case 'kill':
        return this.#troubles.has('stopped') ? null : { do: 'kill' }
      case 'restart':
        return this.#troubles.has('stopped') ? null : { do: 'restart' }
      case 'kill-helper':
        return this.#troubles.has('stopped') ? null : { do: 'kill-helper' }
      case 'freeze':
        return this.#troubles.has('stopped') ? null : { do: 'freeze', ms: choice.whole(200, 2500) }
      case 'clock-jump':
        return { do: 'clock-jump', seconds: choice.oneOf([-7200, -90, 45, 3600, 86_400, -86_400]) }
      case 'decide':
        return this.#decide()
      case 'await-answers':
        return { do: 'await-answers', count: choice.whole(1, 4) }
      case 'await-stored': {
        const file = this.#presentFile()
        return file === null ? null : { do: 'await-stored', file }
      }
      default:
        return this.#arrival(kind)
    }
  }

  #trouble(): Step | null {
    const trouble = this.#choice.weighted(troubleWeights)
    const rivals = groups.find((group) => group.includes(trouble)) ?? [trouble]
    if (rivals.some((rival) => this.#troubles.has(rival))) return null
    this.#troubles.set(trouble, this.#number + this.#choice.whole(2, 10))
    return { do: 'begin', trouble }
  }

  #decide(): Step | null {
    if (this.#written.length === 0) return null
    // Mostly about something recent, as people do.
    const from = this.#choice.chance(0.8) ? Math.max(0, this.#written.length - 25) : 0
    const file = this.#choice.oneOf(this.#written.slice(from))
    const action = this.#choice.oneOf(personActions)
    return { do: 'decide', action, file, again: action === 'resend' && this.#choice.chance(0.3) }
  }

  #newSale(): Sale {
    return {
      transaction: this.#nextTransaction++,
      cents: this.#choice.whole(50, 9999),
      daysAgo: this.#choice.chance(0.6) ? 0 : this.#choice.whole(1, 8),
    }
  }

  #newName(content: Content): string {
    const number = this.#nextName++
    if (number % 40 === 0) {
      const odd = this.#choice.oneOf(oddNames)
      if (!this.#present.has(odd)) return odd
    }
    const digits = String(number).padStart(6, '0')
    if (content.kind === 'day') return `CPJR${digits}.xml`
    if (content.kind === 'garbage' && content.form === 'movement-report') return `ISM${digits}.xml`
    return this.#choice.chance(0.1) ? `PJR${digits}.XML` : `PJR${digits}.xml`
  }

  #newContent(): Content {
    const choice = this.#choice
    const kind = choice.weighted({ sale: 80, 'wrong-price': 6, 'no-sale': 8, day: 6 })
    switch (kind) {
      case 'sale':
        return { kind, dialect: choice.oneOf(dialects), sale: this.#newSale(), edition: 0 }
      case 'wrong-price':
        return { kind, sale: this.#newSale(), edition: 0 }
      case 'no-sale':
        return { kind, form: choice.oneOf(['void', 'safe-drop', 'training']), sale: this.#newSale() }
      case 'day':
        return { kind, sales: Array.from({ length: choice.whole(2, 6) }, () => this.#newSale()), edition: 0 }
    }
  }

  #lays(file: NamedContent): NamedContent {
    this.#present.set(file.name, file.content)
    this.#written.push(file)
    return file
  }

  #newFile(content = this.#newContent()): NamedContent {
    return this.#lays({ name: this.#newName(content), content })
  }

  #presentFile(): NamedContent | null {
    const busy = new Set([...this.#growing.map(({ file }) => file.name), ...this.#locked.map(({ name }) => name)])
    const files = [...this.#present].filter(([name]) => !busy.has(name))
    if (files.length === 0) return null
    const [name, content] = this.#choice.oneOf(files.slice(-40))
    return { name, content }
  }

  /** Another content for a name that is there: a new sale, the sale corrected, or the same sale in other bytes. */
  #otherVersion(content: Content): Content {
    const choice = this.#choice
    if (content.kind !== 'sale' && content.kind !== 'wrong-price') return this.#newContent()
    const { sale, edition } = content
    switch (choice.weighted({ another: 3, corrected: 3, 'same-sale': 3 })) {
      case 'another':
        return this.#newContent()
      case 'corrected':
        return {
          kind: 'sale',
          dialect: choice.oneOf(dialects),
          sale: { ...sale, cents: sale.cents + 1 },
          edition: edition + 1,
        }
      case 'same-sale':
        return { kind: 'sale', dialect: choice.oneOf(dialects), sale, edition: edition + 1 }
    }
  }

  /** A consolidated file: sales that were told already, and perhaps one that was not. */
  #consolidated(): Content {
    const known = this.#written.slice(-30).flatMap(({ content }) => (content.kind === 'sale' ? [content.sale] : []))
    const sales = known.filter(() => this.#choice.chance(0.3)).slice(0, 8)
    const edition = this.#nextName
    if (sales.length === 0 || this.#choice.chance(0.4)) sales.push(this.#newSale())
    return { kind: 'day', sales, edition }
  }

  #arrival(
    kind: Exclude<
      keyof typeof stepWeights,
      | 'cloud'
      | 'revoke-tokens'
      | 'trouble'
      | 'kill'
      | 'restart'
      | 'kill-helper'
      | 'freeze'
      | 'clock-jump'
      | 'decide'
      | 'await-answers'
      | 'await-stored'
    >,
  ): Step | null {
    const choice = this.#choice
    switch (kind) {
      case 'put':
        return { do: 'put', files: [this.#newFile()] }
      case 'burst':
        return { do: 'put', files: Array.from({ length: choice.whole(3, 15) }, () => this.#newFile()) }
      case 'rewrite': {
        const old = this.#presentFile()
        if (old === null) return null
        return { do: 'put', files: [this.#lays({ name: old.name, content: this.#otherVersion(old.content) })] }
      }
      case 'same-bytes': {
        const old = this.#presentFile()
        return old === null ? null : { do: 'put', files: [this.#newFile(old.content)] }
      }
      case 'day':
        return { do: 'put', files: [this.#newFile(this.#consolidated())] }
      case 'garbage':
        return {
          do: 'put',
          files: [this.#newFile({ kind: 'garbage', form: choice.oneOf(garbageForms), number: this.#nextGarbage++ })],
        }
      case 'unfinished':
        return {
          do: 'put',
          files: [this.#newFile({ kind: 'unfinished', form: choice.oneOf(unfinishedForms), sale: this.#newSale() })],
        }
      case 'write-in-place': {
        const old = choice.chance(0.5) ? this.#presentFile() : null
        const file =
          old === null ? this.#newFile() : this.#lays({ name: old.name, content: this.#otherVersion(old.content) })
        return { do: 'write-in-place', file, pieces: choice.whole(1, 5) }
      }
      case 'grow': {
        const file = this.#newFile()
        this.#growing.push({ file, until: this.#number + choice.whole(1, 8) })
        // Never all but the last line end: that would be a whole file.
        return { do: 'grow', file, part: choice.fraction() * 0.95 }
      }
      case 'glimpse': {
        const file = this.#newFile()
        this.#present.delete(file.name)
        return { do: 'glimpse', file }
      }
      case 'remove': {
        const old = this.#presentFile()
        if (old === null) return null
        this.#present.delete(old.name)
        return { do: 'remove', name: old.name }
      }
      case 'rename': {
        const old = this.#presentFile()
        if (old === null) return null
        const to = this.#newName(old.content)
        this.#present.delete(old.name)
        this.#lays({ name: to, content: old.content })
        return { do: 'rename', from: old.name, to }
      }
      case 'rotate': {
        const old = this.#presentFile()
        if (old === null) return null
        const to = this.#newName(old.content)
        this.#lays({ name: to, content: old.content })
        return { do: 'rotate', file: this.#lays({ name: old.name, content: this.#newContent() }), to }
      }
      case 'touch': {
        const old = this.#presentFile()
        return old === null ? null : { do: 'touch', name: old.name }
      }
      case 'lock': {
        const file = this.#newFile()
        this.#locked.push({ name: file.name, until: this.#number + choice.whole(2, 8) })
        return { do: 'lock-file', file }
      }
    }
  }
}

/** The steps of a seed, one after another, without end. */
export const planOf = function* (seed: number): Generator<PlannedStep, never> {
  const planner = new Planner(seed)
  for (;;) yield planner.next()
}
