// An answer before it is sent: status, headers, bytes. Refusals of a request (not of a document) carry their words as JSON.

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** What carrying out a call came to. `done` = the call succeeded as the guide describes it. */
export interface CallResult {
  readonly done: boolean
  readonly answer: Answer
}

export const answerWith = (
  status: number,
  contentType: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({ status, headers: { 'Content-Type': contentType, ...headers }, body: Buffer.from(body) })

export const jsonAnswer = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer =>
  answerWith(status, 'application/json; charset=utf-8', `${JSON.stringify(value)}\n`, headers)

/** Says no to a request, with words for its sender. */
export const refuse = (
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): CallResult => ({
  done: false,
  answer: jsonAnswer(status, { message }, headers),
})

/** True when the Accept header, if there is one, lets this media type through. */
export const accepts = (accept: string | undefined, mediaType: string): boolean => {
  if (accept === undefined || accept.trim() === '') return true
  const wanted = [mediaType, `${mediaType.split('/')[0] ?? ''}/*`, '*/*']
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const isExcluded = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
    return wanted.includes(type) && !isExcluded
  })
}
