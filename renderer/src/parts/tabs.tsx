// Tabs as the pattern has it: one stop for Tab, arrows choose, Home and End go to the ends; the panel is named by its
// tab.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { rem } from '../theme/rem.ts'
import { text } from '../theme/themes.ts'

const useStyles = makeStyles({
  list: { display: 'flex', flexWrap: 'wrap', gap: '0 24px' },
  tab: {
    ...text.body,
    position: 'relative',
    display: 'inline-flex',
    alignItems: 'baseline',
    gap: '8px',
    minHeight: rem(36),
    padding: '6px 2px 10px',
    border: 'none',
    borderRadius: '4px',
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    fontFamily: 'inherit',
    cursor: 'pointer',
    ':hover': { color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  chosen: {
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
    '::after': {
      content: '""',
      position: 'absolute',
      left: '2px',
      right: '2px',
      bottom: '2px',
      height: '3px',
      borderRadius: '2px',
      backgroundColor: tokens.colorCompoundBrandStroke,
      '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
    },
  },
  count: { ...text.caption, color: tokens.colorNeutralForeground3, fontWeight: tokens.fontWeightRegular },
  panel: { display: 'flex', flexDirection: 'column', flex: '1 0 auto', minWidth: 0 },
})

export interface TabEntry<Name extends string> {
  readonly name: Name
  readonly words: string
  /** Small grey words after it: "3". */
  readonly count?: string
}

export interface TabsProps<Name extends string> {
  readonly label: string
  readonly tabs: readonly TabEntry<Name>[]
  readonly chosen: Name
  readonly onChoose: (name: Name) => void
  /** The panel of the chosen tab. */
  readonly children: ReactNode
}

export const Tabs = <Name extends string>({ label, tabs, chosen, onChoose, children }: TabsProps<Name>) => {
  const styles = useStyles()
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.findIndex((tab) => tab.name === chosen)
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }
    const wanted = moves[event.key]
    const next = wanted === undefined ? undefined : tabs[wanted]
    if (next === undefined || wanted === undefined) return
    event.preventDefault()
    onChoose(next.name)
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[wanted]?.focus()
  }
  return (
    <>
      <div ref={list} role="tablist" aria-label={label} className={styles.list} onKeyDown={onKeyDown}>
        {tabs.map((tab) => {
          const isChosen = tab.name === chosen
          return (
            <button
              key={tab.name}
              type="button"
              role="tab"
              id={`${id}-${tab.name}`}
              aria-selected={isChosen}
              aria-controls={isChosen ? `${id}-panel` : undefined}
              tabIndex={isChosen ? 0 : -1}
              className={mergeClasses(styles.tab, isChosen && styles.chosen)}
              onClick={() => onChoose(tab.name)}
            >
              {tab.words}
              {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
            </button>
          )
        })}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`} className={styles.panel}>
        {children}
      </div>
    </>
  )
}
