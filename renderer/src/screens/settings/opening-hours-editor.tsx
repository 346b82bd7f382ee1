// The opening hours as a person edits them: each weekday open or closed, with one or more pairs of times. Used by the
// set-up and by Settings over the same texts.

import { Button, Checkbox, Input, makeStyles, tokens } from '@fluentui/react-components'
import { Add20Regular } from '@fluentui/react-icons/svg/add'
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say, type MessageId } from '../../words/say.ts'
import { mostSpans, spansOfText, textOfSpans, usualHours, type HoursSpan } from './opening-hours.ts'
import { weekdays, type Weekday } from './settings-form.ts'

const useStyles = makeStyles({
  group: { margin: 0, padding: 0, border: 'none', minWidth: 0, display: 'flex', flexDirection: 'column', gap: '4px' },
  hint: { ...text.caption, margin: '0 0 4px', color: tokens.colorNeutralForeground3 },
  day: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    gap: '0 12px',
    padding: '2px 0',
    borderTop: `1px solid ${colours.sbCardBorder}`,
  },
  name: { width: rem(148), flexShrink: 0 },
  spans: { display: 'flex', flexDirection: 'column', gap: '4px', padding: '2px 0' },
  span: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px' },
  time: { width: rem(124) },
  closed: { ...text.body, color: tokens.colorNeutralForeground3, padding: '6px 0' },
  error: { ...text.caption, color: colours.sbRedFg, width: '100%' },
  copy: { alignSelf: 'flex-start', marginLeft: '-8px' },
})

export const dayNames: Readonly<Record<Weekday, MessageId>> = {
  mon: 'weekday.mon',
  tue: 'weekday.tue',
  wed: 'weekday.wed',
  thu: 'weekday.thu',
  fri: 'weekday.fri',
  sat: 'weekday.sat',
  sun: 'weekday.sun',
}

export type HoursTexts = Readonly<Record<Weekday, string>>

export interface OpeningHoursEditorProps {
  readonly hours: HoursTexts
  readonly onChange: (hours: HoursTexts) => void
  readonly error: (day: Weekday) => string | undefined
  /** The element id of a day's first control, for the links of an error summary. */
  readonly idOf: (day: Weekday) => string
}

const Day = ({ day, hours, onChange, error, idOf }: OpeningHoursEditorProps & { readonly day: Weekday }) => {
  const styles = useStyles()
  const name = say(dayNames[day])
  const spans = spansOfText(hours[day])
  const isOpen = hours[day] !== ''
  const wrong = error(day)
  const put = (next: readonly HoursSpan[]): void => onChange({ ...hours, [day]: textOfSpans(next) })
  const change = (at: number, part: Partial<HoursSpan>): void =>
    put(spans.map((span, index) => (index === at ? { ...span, ...part } : span)))
  const describedBy = wrong === undefined ? {} : { 'aria-describedby': `${idOf(day)}-error`, 'aria-invalid': true }
  return (
    <div className={styles.day}>
      <div className={styles.name}>
        <Checkbox
          id={idOf(day)}
          label={name}
          checked={isOpen}
          onChange={(_, data) =>
            onChange({ ...hours, [day]: data.checked === true ? usualHours(weekdays.map((each) => hours[each])) : '' })
          }
        />
      </div>
      {isOpen ? (
        <div className={styles.spans}>
          {spans.map((span, index) => (
            <div key={index} className={styles.span}>
              <Input
                type="time"
                className={styles.time}
                aria-label={say('hours.opens', { day: name })}
                value={span.opens}
                onChange={(_, data) => change(index, { opens: data.value })}
                {...describedBy}
              />
              <span>{say('hours.to')}</span>
              <Input
                type="time"
                className={styles.time}
                aria-label={say('hours.closes', { day: name })}
                value={span.closes}
                onChange={(_, data) => change(index, { closes: data.value })}
                {...describedBy}
              />
              {index === 0 && spans.length < mostSpans && (
                <Button
                  appearance="subtle"
                  icon={<Add20Regular />}
                  aria-label={say('hours.add', { day: name })}
                  title={say('hours.add', { day: name })}
                  onClick={() => put([...spans, { opens: '', closes: '' }])}
                />
              )}
              {index > 0 && (
                <Button
                  appearance="subtle"
                  icon={<Dismiss20Regular />}
                  aria-label={say('hours.remove', { day: name })}
                  title={say('hours.remove', { day: name })}
                  onClick={() => put(spans.filter((_, at) => at !== index))}
                />
              )}
            </div>
          ))}
        </div>
      ) : (
        <span className={styles.closed}>{say('hours.closed')}</span>
      )}
      {wrong !== undefined && (
        <span id={`${idOf(day)}-error`} className={styles.error}>
          {wrong}
        </span>
      )}
    </div>
  )
}

export const OpeningHoursEditor = (props: OpeningHoursEditorProps) => {
  const styles = useStyles()
  const { hours, onChange } = props
  const copy = (): void => onChange(Object.fromEntries(weekdays.map((day) => [day, hours.mon])) as HoursTexts)
  return (
    <fieldset className={styles.group} aria-label={say('hours.label')}>
      <p className={styles.hint}>{say('hours.hint')}</p>
      {weekdays.map((day) => (
        <Day key={day} day={day} {...props} />
      ))}
      <Button appearance="subtle" className={styles.copy} onClick={copy}>
        {say('hours.copy')}
      </Button>
    </fieldset>
  )
}
