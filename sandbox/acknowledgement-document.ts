// Writes a NAXML-Acknowledgement as the integration guide shows it: version 3.5, no namespace, header children that may be
// empty, `Detail` as a child of the root. It can also write the odd ones that practice needs: two headers, other words,
// details without a place.

import { create } from 'xmlbuilder2'

export interface AcknowledgementHeader {
  readonly referenceId: string
  readonly documentName: string
  readonly validationStatus: string
  readonly statusMessage: string
}

export interface AcknowledgementLine {
  /** Null leaves the element out; an empty text leaves it empty. */
  readonly line: number | string | null
  readonly position: number | string | null
  readonly message: string | null
  readonly severity: string | null
}

export interface AcknowledgementContent {
  /** Milliseconds since 1970 by the cloud's clock. */
  readonly at: number
  readonly storeLocationId: string
  readonly headers: readonly AcknowledgementHeader[]
  readonly details: readonly AcknowledgementLine[]
}

/** The acknowledgement as UTF-8 text. Characters that XML cannot hold are written as U+FFFD. */
export const writeAcknowledgement = ({ at, storeLocationId, headers, details }: AcknowledgementContent): string => {
  const document = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '\uFFFD' })
  const root = document.ele('NAXML-Acknowledgement', {
    version: '3.5',
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  })
  const timeStamp = `${new Date(at).toISOString().slice(0, 19)}Z`
  const transmission = root.ele('TransmissionHeader', { timeStamp })
  transmission.ele('StoreLocationID').txt(storeLocationId)
  transmission.ele('VendorName').txt('Storebridge practice cloud')
  transmission.ele('VendorModelVersion')
  for (const header of headers) {
    const ackHeader = root.ele('AckHeader')
    ackHeader.ele('ReferenceID').txt(header.referenceId)
    ackHeader.ele('DocumentName').txt(header.documentName)
    ackHeader.ele('DocumentType').txt('JournalReport')
    ackHeader.ele('ValidationStatus').txt(header.validationStatus)
    ackHeader.ele('StatusMessage').txt(header.statusMessage)
  }
  for (const { line, position, message, severity } of details) {
    const detail = root.ele('Detail')
    const leaf = (name: string, value: number | string | null): void => {
      if (value !== null) detail.ele(name).txt(String(value))
    }
    leaf('LineNumber', line)
    leaf('LinePosition', position)
    leaf('ValidationMessage', message)
    leaf('Severity', severity)
  }
  return document.end({ prettyPrint: true })
}
