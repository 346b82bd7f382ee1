// Proof of delivery of one file, for the office or the register company: which bytes, when each thing happened to them, and
// every answer in the cloud's own words. All texts come masked from the engine.

import { mergeClasses } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { AttemptFacts } from '../../../../contract/file-facts.ts'
import type { FileDetail } from '../../../../contract/ipc.ts'
import { useFile } from '../../data/queries.ts'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatMoney } from '../../format/money.ts'
import { formatCount } from '../../format/quantity.ts'
import { formatDay, nothingYet } from '../../format/store-time.ts'
import { useStatusWords } from '../../parts/status-badge.tsx'
import { say, type MessageId } from '../../words/say.ts'
import { statusOf } from '../../words/status.ts'
import { historyOf } from '../file-detail/history-tab.tsx'
import { PaperHead } from './paper-head.tsx'
import { usePaperStyles } from './paper-table.ts'
import { Paper, useDocumentReady } from './paper.tsx'

/** An answer may name thousands of places; so many are read on paper. */
const mostDetails = 200

const isAnswer = ({ validationStatus, details, outcome }: AttemptFacts): boolean =>
  validationStatus !== null || details.length > 0 || outcome === 'refused'

const Answer = ({ attempt }: { readonly attempt: AttemptFacts }) => {
  const styles = usePaperStyles()
  const times = useStoreTimes()
  const details = attempt.details.slice(0, mostDetails)
  const headCell = (id: MessageId) => (
    <th scope="col" className={styles.headCell}>
      {say(id)}
    </th>
  )
  return (
    <section>
      <h2 className={styles.section}>
        {say('print.proof.answer', { n: attempt.number, time: times.exact(attempt.endedAt ?? attempt.startedAt) })}
      </h2>
      <p className={styles.plain}>
        {say('facts.reference')}: <span className={styles.code}>{attempt.referenceId ?? nothingYet}</span>
        <br />
        {say('facts.verdict')}:{' '}
        <span lang="en" className={styles.code}>
          {attempt.validationStatus ?? nothingYet}
        </span>
        <br />
        {say('facts.statusMessage')}:{' '}
        <span lang="en" className={styles.code}>
          {attempt.statusMessage ?? nothingYet}
        </span>
      </p>
      {details.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              {headCell('print.proof.severity')}
              {headCell('print.proof.place')}
              {headCell('print.proof.message')}
            </tr>
          </thead>
          <tbody>
            {details.map((detail, index) => (
              <tr key={index} className={styles.row}>
                <td lang="en" className={mergeClasses(styles.cell, styles.nowrap)}>
                  {detail.severity ?? nothingYet}
                </td>
                <td className={mergeClasses(styles.cell, styles.nowrap)}>
                  {detail.line ?? nothingYet}, {detail.position ?? nothingYet}
                </td>
                <td lang="en" className={mergeClasses(styles.cell, styles.code)}>
                  {detail.message ?? nothingYet}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {attempt.details.length > details.length && (
        <p className={styles.plain}>
          {say('print.proof.more', { n: formatCount(attempt.details.length - details.length) })}
        </p>
      )}
    </section>
  )
}

const Proof = ({ file }: { readonly file: FileDetail }) => {
  const styles = usePaperStyles()
  const times = useStoreTimes()
  const statusWords = useStatusWords()
  const attempts = file.deliveries.flatMap((delivery) => delivery.attempts)
  const answers = attempts.filter(isAnswer)
  const fact = (id: MessageId, value: ReactNode): ReactNode => (
    <tr key={id} className={styles.row}>
      <th scope="row" className={mergeClasses(styles.cell, styles.nowrap)}>
        {say(id)}
      </th>
      <td className={styles.cell}>{value === null || value === '' ? nothingYet : value}</td>
    </tr>
  )
  const code = (value: string | null): ReactNode =>
    value === null ? null : <span className={styles.code}>{value}</span>
  const title = say('print.proof.title')
  return (
    <Paper title={`${title}: ${file.name}`}>
      <PaperHead title={title} />
      <p className={mergeClasses(styles.summary, styles.strong)}>
        {file.acceptedAt === null
          ? say('print.proof.notAccepted')
          : say('print.proof.accepted', { time: times.exact(file.acceptedAt) })}
      </p>
      <table className={styles.table}>
        <tbody>
          {fact('facts.name', code(file.name))}
          {fact('facts.sha256', code(file.sha256))}
          {fact('facts.size', file.size === null ? null : `${formatCount(file.size)} B`)}
          {fact('print.month.state', statusWords(statusOf(file, times.now)))}
          {fact('facts.salesDays', file.businessDates.map((day) => formatDay(day, 'with-year')).join(', '))}
          {fact('facts.sales', file.sales === null ? null : formatCount(file.sales))}
          {fact('facts.amount', file.salesAmount === null ? null : formatMoney(file.salesAmount))}
          {fact('facts.storeNumber', file.storeLocationId)}
          {fact('facts.register', [file.vendor, file.vendorModel].filter((part) => part !== null).join(' '))}
          {fact('facts.found', times.exact(file.foundAt))}
          {fact('facts.stored', times.exact(file.storedAt))}
          {fact('print.proof.sent', times.exact(attempts[0]?.startedAt ?? null))}
          {fact('facts.answered', times.exact(answers.at(-1)?.endedAt ?? null))}
          {fact('facts.tries', formatCount(file.attempts))}
          {fact('facts.reference', code(file.referenceId))}
          {fact('facts.verdict', code(file.validationStatus))}
          {fact('facts.statusMessage', code(file.statusMessage))}
        </tbody>
      </table>
      <h2 className={styles.section}>{say('print.proof.history')}</h2>
      <table className={styles.table}>
        <tbody>
          {historyOf(file, times.clock)
            .toReversed()
            .map((entry) => (
              <tr key={entry.key} className={styles.row}>
                <td className={mergeClasses(styles.cell, styles.nowrap)}>{times.exact(entry.at)}</td>
                <td className={styles.cell}>
                  {entry.words}
                  {entry.more !== '' && ` · ${entry.more}`}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      {answers.map((attempt) => (
        <Answer key={`${attempt.startedAt}-${attempt.number}`} attempt={attempt} />
      ))}
      {answers.length > 0 && <p className={styles.foot}>{say('print.proof.words')}</p>}
    </Paper>
  )
}

export const PrintedProof = ({ id }: { readonly id: string }) => {
  const { data, isError } = useFile(id)
  useDocumentReady(isError || data === null ? 'impossible' : data === undefined ? 'loading' : 'complete')
  return data == null ? null : <Proof file={data} />
}
