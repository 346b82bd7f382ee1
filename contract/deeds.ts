// What a person does to the program itself, beside decisions about files: kept in the same list, with who and when.

export const deeds = [
  'trial-sent',
  'settings-changed',
  'sign-in-forgotten',
  'pin-set',
  'pin-changed',
  'pin-removed',
  'pin-wrong',
] as const
export type Deed = (typeof deeds)[number]
