// Whether a Windows path leads to a share, by its form alone: such a folder is scanned less often, because each look goes
// over the network (design 4.1). A mapped drive cannot be told from a disk so.

const localDevice = /^\\\\[?.]\\(?!unc\\)/i

/** True for \\server\share, //server/share and \\?\UNC\server\share; false for drives and for \\?\C:\folder. */
export const isNetworkPath = (path: string, platform: string = process.platform): boolean => {
  // Elsewhere than on Windows two slashes at the beginning mean no more than one.
  const form = platform === 'win32' ? path.replaceAll('/', '\\') : path
  return form.startsWith('\\\\') && !localDevice.test(form)
}
