// The chain from the register to Petrosoft, drawn as a list of four: thing, state mark, name, state in words, one fact.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { FluentIcon } from '@fluentui/react-icons'
import { CheckmarkCircle16Filled } from '@fluentui/react-icons/svg/checkmark-circle'
import { Clock16Filled } from '@fluentui/react-icons/svg/clock'
import { Cloud24Regular } from '@fluentui/react-icons/svg/cloud'
import { Desktop24Regular } from '@fluentui/react-icons/svg/desktop'
import { DismissCircle16Filled } from '@fluentui/react-icons/svg/dismiss-circle'
import { Globe24Regular } from '@fluentui/react-icons/svg/globe'
import { Receipt24Regular } from '@fluentui/react-icons/svg/receipt'
import { SubtractCircle16Filled } from '@fluentui/react-icons/svg/subtract-circle'
import type { ReactNode } from 'react'
import { useStoreTimes } from '../data/snapshot-context.tsx'
import { hue, useHueStyles } from '../theme/hue-styles.ts'
import { rem } from '../theme/rem.ts'
import { colours, text } from '../theme/themes.ts'
import type { ChainLink, LinkMark, LinkName } from '../words/chain.ts'
import { say, type MessageId } from '../words/say.ts'

const things: Readonly<Record<LinkName, FluentIcon>> = {
  register: Receipt24Regular,
  pc: Desktop24Regular,
  internet: Globe24Regular,
  petrosoft: Cloud24Regular,
}

const marks: Readonly<Record<LinkMark, FluentIcon>> = {
  good: CheckmarkCircle16Filled,
  waiting: Clock16Filled,
  broken: DismissCircle16Filled,
  quiet: SubtractCircle16Filled,
}

export const linkNames = (practice: boolean): Readonly<Record<LinkName, MessageId>> => ({
  register: 'link.register',
  pc: 'link.pc',
  internet: 'link.internet',
  petrosoft: practice ? 'link.practiceCloud' : 'link.petrosoft',
})

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex' },
  stacked: { display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '16px' },
  narrow: { display: 'grid', gridTemplateColumns: '1fr', gap: '16px' },
  link: { display: 'flex', minWidth: 0, alignItems: 'flex-start' },
  grow: { flexGrow: 1 },
  thing: {
    position: 'relative',
    flexShrink: 0,
    display: 'grid',
    placeItems: 'center',
    width: rem(40),
    height: rem(40),
    marginRight: '12px',
    borderRadius: '8px',
    border: `1px solid ${colours.sbCardBorder}`,
    backgroundColor: colours.sbLayer,
    color: tokens.colorNeutralForeground1,
  },
  mark: {
    position: 'absolute',
    right: '-5px',
    bottom: '-5px',
    color: hue.fg,
    backgroundColor: colours.sbCard,
    borderRadius: '50%',
    width: rem(16),
    height: rem(16),
  },
  thingIcon: { width: rem(20), height: rem(20) },
  words: { minWidth: 0 },
  name: { ...text.bodyStrong, lineHeight: rem(18) },
  state: { ...text.captionStrong, color: hue.fg },
  fact: { ...text.caption, color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  line: {
    flexGrow: 1,
    minWidth: rem(16),
    maxWidth: rem(86),
    margin: `${rem(19)} auto 0`,
    borderTop: `2px solid ${tokens.colorNeutralStroke1}`,
  },
  dashed: { borderTopStyle: 'dashed' },
})

/** The state words of a link with its time filled in. */
export const useLinkWords = (): ((link: ChainLink) => string) => {
  const times = useStoreTimes()
  return (link) => say(link.words, { time: times.momentShort(link.at) })
}

export interface ChainProps {
  readonly links: readonly ChainLink[]
  readonly practice: boolean
  /** One short fact for each link. */
  readonly fact: (link: ChainLink) => ReactNode
  readonly shape: 'row' | 'square' | 'column'
}

export const Chain = ({ links, practice, fact, shape }: ChainProps) => {
  const styles = useStyles()
  const hues = useHueStyles()
  const words = useLinkWords()
  const names = linkNames(practice)
  const row = shape === 'row'
  return (
    <ul
      className={mergeClasses(styles.list, shape === 'square' && styles.stacked, shape === 'column' && styles.narrow)}
    >
      {links.map((link, index) => {
        const Thing = things[link.name]
        const Mark = marks[link.mark]
        const last = index === links.length - 1
        return (
          <li key={link.name} className={mergeClasses(hues[link.hue], styles.link, row && !last && styles.grow)}>
            <span className={styles.thing} aria-hidden>
              <Thing className={styles.thingIcon} />
              <Mark className={styles.mark} />
            </span>
            <div className={styles.words}>
              <div className={styles.name}>{say(names[link.name])}</div>
              <div className={styles.state}>{words(link)}</div>
              <div className={styles.fact}>{fact(link)}</div>
            </div>
            {row && !last && (
              <span aria-hidden className={mergeClasses(styles.line, link.brokenAfter && styles.dashed)} />
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** The square of one link with a larger icon, for the Connection screen. */
export const LinkSquare = ({ name }: { readonly name: LinkName }) => {
  const styles = useStyles()
  const Thing = things[name]
  return (
    <span className={styles.thing} aria-hidden>
      <Thing />
    </span>
  )
}

export const LinkState = ({ link }: { readonly link: ChainLink }) => {
  const styles = useLinkStateStyles()
  const hues = useHueStyles()
  const words = useLinkWords()
  const Mark = marks[link.mark]
  return (
    <span className={mergeClasses(hues[link.hue], styles.state)}>
      <Mark aria-hidden className={styles.mark} />
      {words(link)}
    </span>
  )
}

const useLinkStateStyles = makeStyles({
  state: { ...text.bodyStrong, color: hue.fg, display: 'flex', alignItems: 'flex-start', gap: '4px' },
  mark: { flexShrink: 0, marginTop: rem(2) },
})
