// One step of a soak: a plain value, so that it can be printed, and so that the same seed gives the same list.

import type { FaultRuleInput } from '../../sandbox/fault-rules.ts'
import type { Content } from './content.ts'

export interface NamedContent {
  readonly name: string
  readonly content: Content
}

export const personActions = ['resend', 'set-aside', 'ignore', 'put-back'] as const
export type PersonAction = (typeof personActions)[number]

/** Kinds of trouble that go on until they are healed. */
export const lastingTroubles = [
  'cloud-away',
  'folder-away',
  'folder-unreadable',
  'folder-is-a-file',
  'disk-full',
  'paused',
  'password-wrong',
  'stopped',
] as const
export type LastingTrouble = (typeof lastingTroubles)[number]

export type Step =
  /** Files that appear whole under their names. */
  | { readonly do: 'put'; readonly files: readonly NamedContent[] }
  /** A file that is written where it lies, in so many pieces. */
  | { readonly do: 'write-in-place'; readonly file: NamedContent; readonly pieces: number }
  /** The first part of a file; a later `grow-on` of the same name writes the rest. */
  | { readonly do: 'grow'; readonly file: NamedContent; readonly part: number }
  | { readonly do: 'grow-on'; readonly file: NamedContent }
  /** Written and removed at once: it may be seen or not. */
  | { readonly do: 'glimpse'; readonly file: NamedContent }
  | { readonly do: 'remove'; readonly name: string }
  | { readonly do: 'rename'; readonly from: string; readonly to: string }
  /** A register renames its file and begins the name anew. */
  | { readonly do: 'rotate'; readonly file: NamedContent; readonly to: string }
  | { readonly do: 'touch'; readonly name: string }
  | { readonly do: 'lock-file'; readonly file: NamedContent }
  | { readonly do: 'unlock-file'; readonly name: string }
  | { readonly do: 'cloud-fault'; readonly rules: readonly FaultRuleInput[] }
  | { readonly do: 'revoke-tokens' }
  | { readonly do: 'begin'; readonly trouble: LastingTrouble }
  | { readonly do: 'end'; readonly trouble: LastingTrouble }
  | { readonly do: 'kill' }
  | { readonly do: 'restart' }
  | { readonly do: 'kill-helper' }
  | { readonly do: 'freeze'; readonly ms: number }
  | { readonly do: 'clock-jump'; readonly seconds: number }
  /** A person decides about what was written as this file. */
  | {
      readonly do: 'decide'
      readonly action: PersonAction
      readonly file: NamedContent
      readonly again: boolean
    }
  /** Goes on when that many more answers have come from the cloud, or after two seconds. */
  | { readonly do: 'await-answers'; readonly count: number }
  /** Goes on when this file is stored, or after two seconds: a burst, then nothing. */
  | { readonly do: 'await-stored'; readonly file: NamedContent }
  /** Everything is healed; then all that can end must end, and everything is checked. */
  | { readonly do: 'quiet' }

/** A step with its number, and how long the world goes on by itself after it, ms. */
export interface PlannedStep {
  readonly number: number
  readonly step: Step
  readonly thenMs: number
}

const told = (content: Content): string => {
  switch (content.kind) {
    case 'sale':
      return `${content.dialect} sale ${content.sale.transaction}${content.edition === 0 ? '' : ` edition ${content.edition}`}`
    case 'wrong-price':
      return `wrong price in sale ${content.sale.transaction}`
    case 'day':
      return `day of ${content.sales.map(({ transaction }) => transaction).join(' ')}`
    case 'no-sale':
      return `${content.form} ${content.sale.transaction}`
    case 'garbage':
      return `${content.form} ${content.number}`
    case 'unfinished':
      return `${content.form} ${content.sale.transaction}`
  }
}

const fileText = ({ name, content }: NamedContent): string => `${name} (${told(content)})`

/** One line about a step, for the report of a failure. */
export const stepText = (step: Step): string => {
  switch (step.do) {
    case 'put':
      return `put ${step.files.map(fileText).join(', ')}`
    case 'write-in-place':
      return `write in ${step.pieces} pieces ${fileText(step.file)}`
    case 'grow':
      return `begin ${fileText(step.file)}`
    case 'grow-on':
    case 'glimpse':
    case 'lock-file':
    case 'await-stored':
      return `${step.do} ${fileText(step.file)}`
    case 'unlock-file':
    case 'remove':
    case 'touch':
      return `${step.do} ${step.name}`
    case 'rename':
      return `rename ${step.from} to ${step.to}`
    case 'rotate':
      return `rename ${step.file.name} to ${step.to} and begin anew ${fileText(step.file)}`
    case 'cloud-fault':
      return `cloud: ${step.rules.map((rule) => `${String(rule.times ?? 1)} x ${rule.on} ${JSON.stringify(rule.do)}`).join('; ')}`
    case 'begin':
    case 'end':
      return `${step.do} ${step.trouble}`
    case 'freeze':
      return `freeze ${step.ms} ms`
    case 'clock-jump':
      return `clock jumps ${step.seconds} s`
    case 'decide':
      return `${step.action}${step.again ? ' --again' : ''} ${fileText(step.file)}`
    case 'await-answers':
      return `await ${step.count} answers`
    case 'revoke-tokens':
    case 'kill':
    case 'restart':
    case 'kill-helper':
    case 'quiet':
      return step.do
  }
}

/** The kind of fault a step is, for the table of results; null where it is none. */
export const faultKindOf = (step: Step): string | null => {
  switch (step.do) {
    case 'cloud-fault':
    case 'revoke-tokens':
      return 'cloud answers'
    case 'begin':
      return step.trouble
    case 'kill':
    case 'restart':
    case 'kill-helper':
    case 'freeze':
    case 'clock-jump':
      return step.do
    default:
      return null
  }
}
