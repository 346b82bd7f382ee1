// Electron with a window and nothing else, for pages that need neither the app's main process nor its data. Its folder
// comes from the test, so that it leaves nothing behind.
const { app, BrowserWindow } = require('electron')

app.setPath('userData', process.env.STOREBRIDGE_USER_DATA)
app.on('window-all-closed', () => app.quit())
void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    useContentSize: true,
    webPreferences: { sandbox: true, contextIsolation: true, backgroundThrottling: false },
  })
  void window.loadURL('about:blank')
})
