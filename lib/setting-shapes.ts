import * as v from 'valibot'
import { environmentOrigin, on24Root, secureUrl, vaultOrigin } from './addresses.ts'
import { keyKinds } from './credentials/key-kind.ts'
import { statusReasonExample } from './dataverse/status-reason-setting.ts'
import { languages, type UserMessage } from './messages/message.ts'
import { toStored } from './messages/stored.ts'

/** Shapes of single settings; a fault is a message, not a text. */

/** The schema library carries texts only. */
export const fault = (message: UserMessage) => toStored(message)
const required = (setting: string) =>
  v.pipe(v.optional(v.string(), ''), v.nonEmpty(fault({ code: 'setting_missing', setting })))

export const address = (setting: string) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.check((given) => secureUrl(given) !== undefined, fault({ code: 'setting_no_address', setting })),
    v.transform((given) => given.replace(/\/+$/, '')),
  )
export const environment = v.pipe(
  required('DATAVERSE_URL'),
  address('DATAVERSE_URL'),
  v.transform(environmentOrigin),
  v.string(fault({ code: 'setting_no_environment', setting: 'DATAVERSE_URL' })),
)
export const vault = v.pipe(
  required('KEY_VAULT_URL'),
  address('KEY_VAULT_URL'),
  v.transform(vaultOrigin),
  v.string(fault({ code: 'setting_no_vault', setting: 'KEY_VAULT_URL' })),
)
export const on24 = (setting: string) =>
  v.pipe(address(setting), v.transform(on24Root), v.string(fault({ code: 'setting_no_on24', setting })))
export const schedule = (setting: string) =>
  v.pipe(required(setting), v.trim(), v.regex(/^(\S+\s+){5}\S+$/, fault({ code: 'setting_no_schedule', setting })))
export const text = (setting: string) =>
  v.optional(v.pipe(v.string(), v.trim(), v.nonEmpty(fault({ code: 'setting_empty', setting }))))
export const noKeyName = fault({ code: 'setting_no_key_name', setting: 'CREDENTIAL_KEY_NAME' })
export const noKeyKind = fault({
  code: 'setting_not_one_of',
  setting: 'CREDENTIAL_KEY_KIND',
  values: keyKinds.join(', '),
})
/** Longer would be a vault that the app does not need. */
export const mostMinutes = 60
export const noMinutes = fault({
  code: 'setting_no_outage_minutes',
  setting: 'KEY_VAULT_OUTAGE_MINUTES',
  most: mostMinutes,
})
export const noStatusReasons = fault({
  code: 'setting_no_status_reasons',
  setting: 'REGISTRATION_STATUS_REASONS',
  example: statusReasonExample,
})
/** A template passes a setting that nobody gave as empty. */
export const guidOrEmpty = (setting: string) =>
  v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.toLowerCase(),
      v.regex(/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/, fault({ code: 'setting_no_guid', setting })),
    ),
    '',
  )
export const noSwitch = fault({ code: 'setting_not_one_of', setting: 'KEY_ROUTES', values: 'on, off' })
export const days = <Default extends string>(setting: string, least: number, otherwise: Default) => {
  const wrong = fault({ code: 'setting_no_days', setting, least })
  const whole = v.pipe(v.string(), v.trim(), v.regex(/^\d{1,5}$/, wrong), v.toNumber(), v.minValue(least, wrong))
  return v.optional(whole, otherwise)
}
export const noLanguage = fault({
  code: 'setting_not_one_of',
  setting: 'MESSAGE_LANGUAGE',
  values: languages.join(', '),
})
