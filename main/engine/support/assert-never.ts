/** Fails at compile time when a case is missing, and at run time when a value lies about its type. */
export const assertNever = (value: never): never => {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`)
}
