// The filters as round chips: "Sales day: Last 14 days", "Status: All", "Problems only". Set ones carry the brand's
// border, so that one sees why a list is short.

import { Button, Input, makeStyles, mergeClasses, Field, RadioGroup, tokens } from '@fluentui/react-components'
import { Choice } from '../../parts/choice.tsx'
import { ChevronDown16Regular } from '@fluentui/react-icons/svg/chevron-down'
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss'
import { Search20Regular } from '@fluentui/react-icons/svg/search'
import { useEffect, useState } from 'react'
import { fileGroups, type FileFilter, type FileGroup, type FilePage } from '../../../../contract/ipc.ts'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatCount } from '../../format/quantity.ts'
import { formatDay } from '../../format/store-time.ts'
import { DropPanel } from '../../parts/drop-panel.tsx'
import { useRoom } from '../../theme/effective-width.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { sources } from '../../../../contract/vocabulary.ts'
import { CauseChip } from './cause-chip.tsx'
import {
  daysOfPreset,
  groupWords,
  presetOf,
  presetWords,
  sourceWords,
  usualFilter,
  type DayPreset,
} from './file-filter.ts'

/** Typing rests this long before the list is asked. */
const SEARCH_REST_MS = 250

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  search: { width: rem(220) },
  wholeWidth: { width: '100%' },
  chip: {
    ...text.caption,
    minHeight: rem(32),
    padding: '4px 12px',
    borderRadius: rem(16),
    minWidth: 0,
    fontWeight: tokens.fontWeightRegular,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  set: {
    backgroundColor: colours.sbBrandTint,
    border: `1px solid ${tokens.colorCompoundBrandStroke}`,
    ':hover': { backgroundColor: colours.sbBrandTint },
    '@media (forced-colors: active)': { border: '2px solid ButtonText' },
  },
  label: { color: tokens.colorNeutralForeground3, marginRight: '4px' },
  popover: { display: 'flex', flexDirection: 'column', gap: '12px', maxWidth: rem(280) },
  span: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  date: { width: rem(140) },
})

/** What may be absent from a filter is taken out of it by undefined. */
export type FilterChange = { readonly [Key in keyof FileFilter]?: FileFilter[Key] | undefined }

interface Chosen {
  readonly filter: FileFilter
  readonly change: (change: FilterChange) => void
}

const SearchBox = ({ filter, change }: Chosen) => {
  const styles = useStyles()
  const room = useRoom()
  const [typed, setTyped] = useState(filter.text)
  useEffect(() => setTyped(filter.text), [filter.text])
  useEffect(() => {
    if (typed === filter.text) return
    const timer = setTimeout(() => change({ text: typed.slice(0, 200) }), SEARCH_REST_MS)
    return () => clearTimeout(timer)
  }, [change, filter.text, typed])
  return (
    <Input
      type="search"
      data-filter
      className={mergeClasses(styles.search, !room.medium && styles.wholeWidth)}
      aria-label={say('files.search')}
      title={say('files.search.tooltip')}
      placeholder={say('files.search')}
      contentBefore={<Search20Regular aria-hidden />}
      {...(typed === ''
        ? {}
        : {
            contentAfter: (
              <Button
                appearance="transparent"
                size="small"
                icon={<Dismiss16Regular />}
                aria-label={say('files.search.clear')}
                onClick={() => setTyped('')}
              />
            ),
          })}
      value={typed}
      onChange={(_, data) => setTyped(data.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') change({ text: typed.slice(0, 200) })
      }}
    />
  )
}

const presets: readonly DayPreset[] = ['usual', 'today', 'yesterday', 'sixty', 'all']

const spanWords = (filter: FileFilter, preset: DayPreset | null): string => {
  if (preset !== null) return say(presetWords[preset])
  if (filter.from !== null && filter.to !== null)
    return filter.from === filter.to
      ? formatDay(filter.from)
      : say('files.days.span', { from: formatDay(filter.from), to: formatDay(filter.to) })
  if (filter.from !== null) return say('files.days.from', { from: formatDay(filter.from) })
  return say('files.days.to', { to: formatDay(filter.to) })
}

const DayChip = ({ filter, change }: Chosen) => {
  const styles = useStyles()
  const { today } = useStoreTimes()
  const preset = presetOf(filter, today)
  const kind = say(filter.dateKind === 'found' ? 'files.days.kindFound' : 'files.days.kindSales')
  return (
    <DropPanel
      label={say('files.days.label')}
      button={({ open, toggle }) => (
        <Button
          className={mergeClasses(styles.chip, preset !== 'all' && styles.set)}
          icon={<ChevronDown16Regular />}
          iconPosition="after"
          aria-expanded={open}
          onClick={toggle}
        >
          <span>
            <span className={styles.label}>{say('files.chip', { name: kind })}</span>
            {spanWords(filter, preset)}
          </span>
        </Button>
      )}
    >
      <div className={styles.popover}>
        <Field label={say('files.days.which')}>
          <RadioGroup
            value={filter.dateKind}
            onChange={(_, data) => change({ dateKind: data.value === 'found' ? 'found' : 'sales-day' })}
          >
            <Choice value="sales-day" words={say('files.days.bySalesDay')} />
            <Choice value="found" words={say('files.days.byFound')} />
          </RadioGroup>
        </Field>
        <Field label={say('files.days.howMany')}>
          <RadioGroup
            value={preset ?? 'chosen'}
            onChange={(_, data) => {
              const chosen = presets.find((each) => each === data.value)
              if (chosen !== undefined) change(daysOfPreset(chosen, today))
            }}
          >
            {presets.map((each) => (
              <Choice key={each} value={each} words={say(presetWords[each])} />
            ))}
          </RadioGroup>
        </Field>
        <div className={styles.span}>
          <Field label={say('files.days.first')}>
            <Input
              type="date"
              className={styles.date}
              value={filter.from ?? ''}
              onChange={(_, data) => change({ from: data.value === '' ? null : data.value })}
            />
          </Field>
          <Field label={say('files.days.last')}>
            <Input
              type="date"
              className={styles.date}
              value={filter.to ?? ''}
              onChange={(_, data) => change({ to: data.value === '' ? null : data.value })}
            />
          </Field>
        </div>
      </div>
    </DropPanel>
  )
}

const StatusChip = ({ filter, change, counts }: Chosen & { readonly counts: FilePage['counts'] | null }) => {
  const styles = useStyles()
  return (
    <DropPanel
      label={say('files.column.status')}
      button={({ open, toggle }) => (
        <Button
          className={mergeClasses(styles.chip, filter.group !== 'all' && styles.set)}
          icon={<ChevronDown16Regular />}
          iconPosition="after"
          aria-expanded={open}
          onClick={toggle}
        >
          <span>
            <span className={styles.label}>{say('files.chip', { name: say('files.column.status') })}</span>
            {say(groupWords[filter.group].name)}
          </span>
        </Button>
      )}
    >
      <RadioGroup
        aria-label={say('files.column.status')}
        value={filter.group}
        onChange={(_, data) => {
          const group = fileGroups.find((each): each is FileGroup => each === data.value)
          if (group !== undefined) change({ group })
        }}
      >
        {fileGroups.map((group) => {
          const name = say(groupWords[group].name)
          const words = counts === null ? name : say('files.group.counted', { name, count: formatCount(counts[group]) })
          return <Choice key={group} value={group} words={words} />
        })}
      </RadioGroup>
    </DropPanel>
  )
}

const SourceChip = ({ filter, change }: Chosen) => {
  const styles = useStyles()
  const words = (source: (typeof sources)[number] | undefined): string =>
    source === undefined ? say('files.source.all') : say(sourceWords[source])
  return (
    <DropPanel
      label={say('files.column.source')}
      button={({ open, toggle }) => (
        <Button
          className={mergeClasses(styles.chip, filter.source !== undefined && styles.set)}
          icon={<ChevronDown16Regular />}
          iconPosition="after"
          aria-expanded={open}
          onClick={toggle}
        >
          <span>
            <span className={styles.label}>{say('files.chip', { name: say('files.column.source') })}</span>
            {words(filter.source)}
          </span>
        </Button>
      )}
    >
      <RadioGroup
        aria-label={say('files.column.source')}
        value={filter.source ?? 'all'}
        onChange={(_, data) => change({ source: sources.find((each) => each === data.value) })}
      >
        <Choice value="all" words={words(undefined)} />
        {sources.map((source) => (
          <Choice key={source} value={source} words={words(source)} />
        ))}
      </RadioGroup>
    </DropPanel>
  )
}

export const FilterChips = ({ filter, change, counts }: Chosen & { readonly counts: FilePage['counts'] | null }) => {
  const styles = useStyles()
  const { today } = useStoreTimes()
  const usual = usualFilter(today)
  const isUsual =
    filter.group === usual.group &&
    filter.text === '' &&
    !filter.problemsOnly &&
    filter.source === undefined &&
    filter.cause === undefined &&
    filter.dateKind === usual.dateKind &&
    presetOf(filter, today) === 'usual'
  return (
    <div role="search" aria-label={say('files.filters')} className={styles.bar}>
      <SearchBox filter={filter} change={change} />
      <DayChip filter={filter} change={change} />
      <StatusChip filter={filter} change={change} counts={counts} />
      <SourceChip filter={filter} change={change} />
      <Button
        className={mergeClasses(styles.chip, filter.problemsOnly && styles.set)}
        aria-pressed={filter.problemsOnly}
        onClick={() => change({ problemsOnly: !filter.problemsOnly })}
      >
        {say('files.problemsOnly')}
      </Button>
      {filter.cause !== undefined && (
        <CauseChip
          cause={filter.cause}
          className={mergeClasses(styles.chip, styles.set)}
          onClear={() => change({ cause: undefined })}
        />
      )}
      {!isUsual && (
        <Button
          appearance="transparent"
          size="small"
          onClick={() => change({ ...usual, source: undefined, cause: undefined })}
        >
          {say('files.clearAll')}
        </Button>
      )}
    </div>
  )
}
