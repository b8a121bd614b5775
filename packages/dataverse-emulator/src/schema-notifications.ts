import { choice, required, table, text, whole } from './column.ts'
import type { Table } from './types.ts'

// In-app notifications, and the settings of apps. Columns and option values:
// learn.microsoft.com/power-apps/developer/data-platform/reference/entities.

/** Values of icons and toasts count from these. */
export const [ICONS, TOASTS] = [100_000_000, 200_000_000]

const notification = table('appnotification', {
  owned: true,
  title: 'title',
  columns: {
    title: text(500),
    body: text(5000),
    icontype: choice(['Info', 'Success', 'Failure', 'Warning', 'Mention', 'Custom'], ICONS, ICONS),
    toasttype: choice(['Timed', 'Hidden'], TOASTS, TOASTS),
    priority: choice(['Normal', 'High'], TOASTS, TOASTS),
    // Fourteen days.
    ttlinseconds: { ...whole(), default: 1_209_600 },
    data: text(5000),
  },
})

const definition = table('settingdefinition', {
  title: 'uniquename',
  columns: { uniquename: text(100), defaultvalue: text(2000) },
})

const setting = table('appsetting', {
  title: 'value',
  columns: {
    parentappmoduleid: required({ appmodule: 'parentappmoduleid' }, 'cascade'),
    settingdefinitionid: required({ settingdefinition: 'settingdefinitionid' }, 'restrict'),
    value: text(2000),
  },
})

export const NOTIFICATION_TABLES: Table[] = [notification, definition, setting]
