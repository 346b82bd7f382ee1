import { expect, test } from 'vitest'
import { testSettings } from '../../../dev/test-settings.ts'
import { changesOf } from './settings-changes.ts'
import { formFromSettings, newFolder, type SettingsForm } from './settings-form.ts'

const before = formFromSettings(testSettings)
const changed = (change: Partial<SettingsForm>) =>
  changesOf(before, { ...before, ...change }).map(({ field, before: from, after: to }) => [field, from, to])

test('nothing is changed until something is, and what is put back is not changed', () => {
  expect(changesOf(before, structuredClone(before))).toEqual([])
})

test('a typed value is shown as it is, a chosen one in its words, an empty one as nothing', () => {
  expect(changed({ name: 'Acme #205', resendUnclear: 'ask', probe: '10.0.0.2:80', reportTrouble: false })).toEqual([
    ['name', 'Acme #204', 'Acme #205'],
    ['resendUnclear', { id: 'form.resendUnclear.auto' }, { id: 'form.resendUnclear.ask' }],
    ['reportTrouble', { id: 'settings.changed.on' }, { id: 'settings.changed.off' }],
    ['probe', null, '10.0.0.2:80'],
  ])
})

test('each changed part of a folder is one change, and so is a folder that comes or goes', () => {
  const [folder = newFolder] = before.folders
  expect(changed({ folders: [{ ...folder, recursive: true, path: '/b' }] })).toEqual([
    ['folders.0.path', folder.path, '/b'],
    ['folders.0.recursive', { id: 'settings.changed.off' }, { id: 'settings.changed.on' }],
  ])
  expect(changed({ folders: [folder, { ...newFolder, path: '/c' }] })).toEqual([
    ['folders.1.path', { id: 'settings.changed.none' }, '/c'],
  ])
  expect(changed({ folders: [] })).toEqual([['folders.0.path', folder.path, { id: 'settings.changed.none' }]])
})

test('opening hours count day by day, and only while they are known', () => {
  const hours = { ...before.hours, mon: '06:00-23:00' }
  expect(changed({ hoursKnown: true, hours })).toEqual([
    ['hoursKnown', { id: 'settings.changed.off' }, { id: 'settings.changed.on' }],
    ['hours.mon', { id: 'hours.closed' }, '06:00-23:00'],
  ])
  expect(changed({ hours })).toEqual([])
})
