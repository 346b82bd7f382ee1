// Names of the calls and events between the window and the main process. Free of libraries, because the sandboxed
// preload is built from it; ipc.ts gives each name its input and its result and does not compile if one is missing.

export const callNames = [
  'getSnapshot',
  'checkNow',
  'tryNow',
  'pause',
  'resume',
  'getToday',
  'getSalesMonth',
  'getSalesDay',
  'getLastDays',
  'markDayClosed',
  'getAttention',
  'listFiles',
  'getFile',
  'getLines',
  'getLongLine',
  'getLaidOut',
  'decide',
  'getRepeats',
  'getConnection',
  'getClosedDays',
  'getSettings',
  'saveSettings',
  'signInAgain',
  'forgetSignIn',
  'testSignIn',
  'testLocation',
  'chooseFolder',
  'detectFolders',
  'inspectFolder',
  'runSetupTest',
  'getSetupDraft',
  'saveSetupDraft',
  'finishSetup',
  'importSetupFile',
  'startPractice',
  'leavePractice',
  'getPreferences',
  'savePreferences',
  'getAutostart',
  'setAutostart',
  'testNotification',
  'getPin',
  'unlockPin',
  'lockPin',
  'setPin',
  'removePin',
  'copyText',
  'exportCsv',
  'showInFull',
  'getSupport',
  'getRecentLog',
  'showLogFolder',
  'makeSupportFile',
  'saveSupportFile',
  'savePdf',
  'documentReady',
] as const
export type CallName = (typeof callNames)[number]

export const eventNames = ['snapshotChanged', 'filesChanged', 'goTo'] as const
export type EventName = (typeof eventNames)[number]

/** The one key the preload adds to the window. */
export const bridgeKey = 'storebridge'
export const ipcPrefix = 'storebridge:'
