import * as v from 'valibot'
import { AppError } from '../../lib/core/errors.ts'
import type { Crm } from '../api.ts'
import { NotFoundError, RefusedError } from '../errors.ts'
import { type PlannedChange, plannedChange } from '../planned-change.ts'
import { desired } from '../solution/desired-solution.ts'
import { findApp, uniqueName } from './app.ts'
import type { Place } from './place.ts'

const setting = 'AllowNotificationsEarlyAccess'
const Answer = v.object({ SettingDetail: v.nullish(v.object({ Value: v.nullish(v.string()) })) })

/**
 * In-app notifications are a setting of each app, off at first, and of an app that is published. One that an administrator
 * turned off stays off until another version comes.
 */
export async function planNotifications({ crm, outdated }: Place): Promise<PlannedChange> {
  const named = { kind: 'App', name: `in-app notifications of the app “${desired.app.words.en}”` } as const
  const isOn = (await findApp(crm)) !== undefined && (await read(crm))
  if (!isOn && !outdated)
    return { ...named, state: 'off: an administrator can turn them on in the settings of the app' }
  const change = { does: 'turn on', needs: ['prvWriteAppModule'], seconds: 3, apply: () => turnOn(crm) }
  return plannedChange(named.kind, named.name, !isOn && change)
}

/** An app that is not published yet is not known by its name, and an old environment knows no such setting. */
async function read(crm: Crm) {
  const path = `RetrieveSetting(SettingName=@setting,AppUniqueName=@app)?@setting='${setting}'&@app='${uniqueName}'`
  const answer = await crm.read(Answer, path).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
  })
  return answer?.SettingDetail?.Value === 'true'
}

/** Nothing else needs it: where it is refused, the next plan says that notifications are off. */
async function turnOn(crm: Crm) {
  const value = { AppUniqueName: uniqueName, SettingName: setting, Value: 'true' }
  await crm.write('POST', 'SaveSettingValue', value).catch((error: unknown) => {
    if (!(error instanceof RefusedError || error instanceof NotFoundError)) throw error
  })
}
