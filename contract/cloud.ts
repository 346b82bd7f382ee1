// Wire facts of the three Petrosoft calls (the "External Sales Data Integration" guide). Both the engine and the
// practice cloud read these names from here; each validates what it receives on its own.

/** POST, form fields email and password; answers JSON that holds a JWT under a name the guide does not tell. */
export const signInPath = '/api/auth/by-password'
/** POST, multipart/form-data with one part; answers a NAXML-Acknowledgement. */
export const journalPath = '/api/journals/pos'
export const journalPartName = 'PJR'
export const journalPartType = 'text/xml'
/** POST, JSON { state, recordedAt }. */
export const connectionStatePath = (locationId: string): string =>
  `/api/location/${encodeURIComponent(locationId)}/connection-state`

export const petrosoftBaseUrl = 'https://cnnx35-api.petrosoft.cloud'

export const validationStatuses = ['Success', 'NonFatalError', 'FatalError'] as const
export type ValidationStatus = (typeof validationStatuses)[number]

/** `recordedAt` is local time with an offset without a colon: 2025-02-21T08:00:03-0500. */
export interface ConnectionReport {
  readonly state: string
  readonly recordedAt: string
}
