import { expect, test } from 'vitest'
import { networkFaultOf } from './exchange.ts'

test.each([
  ['EAI_AGAIN', 'no-internet'],
  ['ENOTFOUND', 'no-internet'],
  ['ENETUNREACH', 'no-internet'],
  ['EHOSTUNREACH', 'no-internet'],
  ['ENETDOWN', 'no-internet'],
  ['ECONNREFUSED', 'service'],
  ['ECONNRESET', 'service'],
  ['ETIMEDOUT', 'service'],
  ['UND_ERR_SOCKET', 'service'],
  ['UND_ERR_CONNECT_TIMEOUT', 'service'],
  ['EPIPE', 'service'],
  ['UNKNOWN', 'service'],
  ['CERT_HAS_EXPIRED', 'certificate'],
  ['CERT_NOT_YET_VALID', 'certificate'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
  ['HOSTNAME_MISMATCH', 'certificate'],
])('the code %s tells of trouble with: %s', (code, fault) => {
  expect(networkFaultOf(code)).toBe(fault)
})
