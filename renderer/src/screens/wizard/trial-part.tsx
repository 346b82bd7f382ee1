// "Send one real file now" (ux 2.2, step 6): which file, its day and its size, that it counts, and what Petrosoft answered.
// Optional; a refusal is told and does not keep anybody from finishing.

import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { Settings } from '../../../../contract/ipc.ts'
import type { TrialFile, TrialOffer } from '../../../../contract/trial-file.ts'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { formatMoney } from '../../format/money.ts'
import { formatSize } from '../../format/quantity.ts'
import { formatDay, nothingYet } from '../../format/store-time.ts'
import { FactsList } from '../../parts/facts-list.tsx'
import { StatusIcon } from '../../parts/status-icon.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { trialWords } from './trial-words.ts'

const useStyles = makeStyles({
  part: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    maxWidth: rem(560),
    padding: '16px 20px',
    backgroundColor: colours.sbCard,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '8px',
  },
  title: { ...text.bodyStrong, margin: 0 },
  words: { ...text.body, margin: 0, color: tokens.colorNeutralForeground2 },
  line: { ...text.body, display: 'flex', gap: '12px', alignItems: 'flex-start' },
  button: { alignSelf: 'flex-start' },
  trouble: { ...text.body, color: colours.sbRedFg },
})

const offerKey = (folder: string) => ['trial-offer', folder] as const

/** Which file may be sent, or what became of the one that was. */
export const useTrialOffer = (folder: string): UseQueryResult<TrialOffer> => {
  const bridge = useBridge()
  return useQuery({
    queryKey: offerKey(folder),
    queryFn: () => bridge.offerTrialFile({ folder }),
    gcTime: 0,
    staleTime: 0,
    retry: false,
  })
}

const FileToSend = ({ file }: { readonly file: TrialFile }) => (
  <FactsList
    large
    facts={[
      { name: say('trial.file'), value: file.name },
      { name: say('trial.day'), value: file.salesDay === null ? nothingYet : formatDay(file.salesDay, 'with-year') },
      {
        name: say('trial.sales'),
        value: say('trial.salesAmount', { n: file.sales, amount: formatMoney(file.amount) }),
      },
      { name: say('trial.size'), value: formatSize(file.size) },
    ]}
  />
)

export interface TrialPartProps {
  readonly settings: Settings
  readonly folder: string
  /** While the file is under way. */
  readonly onBusy: (busy: boolean) => void
}

export const TrialPart = ({ settings, folder, onBusy }: TrialPartProps) => {
  const styles = useStyles()
  const bridge = useBridge()
  const client = useQueryClient()
  const offer = useTrialOffer(folder)
  const [sending, setSending] = useState<string | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)

  const send = async (file: TrialFile): Promise<void> => {
    setSending(file.name)
    setTrouble(null)
    onBusy(true)
    try {
      const outcome = await bridge.sendTrialFile({ settings, name: file.name })
      client.setQueryData(offerKey(folder), { kind: 'sent', outcome } satisfies TrialOffer)
    } catch (error) {
      setTrouble(sentenceOf(error))
      void offer.refetch()
    } finally {
      setSending(null)
      onBusy(false)
    }
  }

  const file = offer.data?.kind === 'file' ? offer.data.file : null
  const told = offer.data?.kind === 'sent' ? trialWords(offer.data.outcome) : null
  return (
    <section aria-label={say('trial.title')} className={styles.part}>
      <h2 className={styles.title}>{say('trial.title')}</h2>
      <p className={styles.words}>{say('trial.lead')}</p>
      {offer.isPending && <Spinner size="tiny" labelPosition="after" label={say('trial.looking')} />}
      {offer.data?.kind === 'none' && <p className={styles.words}>{say('trial.none')}</p>}
      {file !== null && (
        <>
          <FileToSend file={file} />
          <div className={styles.line}>
            <StatusIcon name="unsure" hue="amber" />
            <span>{say('trial.real')}</span>
          </div>
          <Button className={styles.button} disabledFocusable={sending !== null} onClick={() => void send(file)}>
            {say('trial.send')}
          </Button>
        </>
      )}
      <div role="status">
        {sending !== null && (
          <Spinner size="tiny" labelPosition="after" label={say('trial.sending', { file: sending })} />
        )}
        {told !== null && (
          <div className={styles.line}>
            <StatusIcon name={told.icon} hue={told.hue} />
            <span>{told.words}</span>
          </div>
        )}
      </div>
      {trouble !== null && (
        <div role="alert" className={styles.trouble}>
          {trouble}
        </div>
      )}
    </section>
  )
}
