// One HTTP exchange with the cloud, as facts. The adapter (cloud-client.ts) makes it, outcome.ts judges it.

export type NetworkFault = 'no-internet' | 'service' | 'certificate'

export type Exchange =
  | {
      readonly kind: 'no-answer'
      /** False while it is certain that no byte of the body was written. */
      readonly bodyStarted: boolean
      readonly fault: NetworkFault
      /** The system's or the TLS library's code, where there was one. */
      readonly code?: string
      /** One English sentence, safe to show. */
      readonly sentence: string
    }
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly retryAfter: string | null
      readonly date: string | null
      readonly body: Buffer
      /** `cut`: the connection ended before the body did; `too-long`: over 1 MiB, the rest was not read. */
      readonly end: 'complete' | 'cut' | 'too-long'
      readonly tookMs: number
    }

const noInternetCodes = new Set([
  'EAI_AGAIN',
  'EAI_NONAME',
  'ENOTFOUND',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
])

const certificateCodes =
  /^(CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA)/

/** What kind of trouble a system or TLS error code tells of. */
export const networkFaultOf = (code: string): NetworkFault => {
  if (noInternetCodes.has(code)) return 'no-internet'
  return certificateCodes.test(code) ? 'certificate' : 'service'
}
