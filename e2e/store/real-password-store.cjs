// Preloaded into Electron before the app: Playwright turns the system's secret service off for every app it starts, and
// the last one who sets a switch is heard.
require('electron').app.commandLine.appendSwitch('password-store', 'gnome-libsecret')
