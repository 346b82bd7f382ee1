// A moment as a register's clock shows it: local date and time of a time zone, whole seconds, and the offset it has then.

export interface LocalMoment {
  /** YYYY-MM-DD */
  readonly date: string
  /** HH:MM:SS */
  readonly time: string
  /** Such as -05:00. */
  readonly offset: string
}

/** The moment `at` (milliseconds since 1970) in a time zone. Throws a RangeError for a zone that is not known. */
export const localMoment = (at: number, timeZone: string): LocalMoment => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  })
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}:${part('second')}`,
    offset: part('timeZoneName').replace('GMT', '') || '+00:00',
  }
}

/** The digits of a moment as file names hold them: date YYYYMMDD and time HHMMSS. */
export const digitsOf = ({ date, time }: LocalMoment): { readonly date: string; readonly time: string } => ({
  date: date.replaceAll('-', ''),
  time: time.replaceAll(':', ''),
})
