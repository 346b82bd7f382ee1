// An obstacle that only the person at the keyboard can remove. Its message is complete and is shown alone, without a
// stack trace.

export class NeedsPerson extends Error {
  /** @param {string} message what is missing, and the exact command or setting that helps */
  constructor(message) {
    super(message)
    this.name = 'NeedsPerson'
  }
}
