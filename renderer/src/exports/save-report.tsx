// The proof of delivery of the file that is open, as PDF or CSV: buttons among the file's actions, and the two shortcuts.

import { Button } from '@fluentui/react-components'
import { ArrowDownload20Regular } from '@fluentui/react-icons/svg/arrow-download'
import { DocumentPdf20Regular } from '@fluentui/react-icons/svg/document-pdf'
import type { FileDetail } from '../../../contract/ipc.ts'
import { say } from '../words/say.ts'
import { useExport } from './use-export.ts'
import { useExportKeys } from './use-export-keys.ts'

/** The contract takes this much of a name, which only names the suggested file. */
const mostName = 300

export const SaveReport = ({ file }: { readonly file: Pick<FileDetail, 'id' | 'name'> }) => {
  const { saveCsv, savePdf, busy } = useExport()
  const what = { kind: 'proof', id: file.id, name: file.name.slice(0, mostName) } as const
  const asPdf = (): void => savePdf(what)
  const asCsv = (): void => saveCsv(what)
  useExportKeys({ csv: busy ? null : asCsv, pdf: busy ? null : asPdf })
  return (
    <>
      <Button icon={<DocumentPdf20Regular />} disabledFocusable={busy} onClick={asPdf}>
        {say('export.report')}
      </Button>
      <Button icon={<ArrowDownload20Regular />} disabledFocusable={busy} onClick={asCsv}>
        {say('export.reportCsv')}
      </Button>
    </>
  )
}
