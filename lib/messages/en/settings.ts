import type { Entry } from '../message.ts'

type Setting = { setting: string }

/** Of the app's settings, for its operator. A value is never said. */
export const settings = {
  setting_missing: ({ setting }: Setting) => `${setting} is missing.`,
  setting_empty: ({ setting }: Setting) => `${setting} is empty.`,
  setting_no_address: ({ setting }: Setting) =>
    `${setting} must be an https address (plain http only on this very machine).`,
  setting_no_environment: ({ setting }: Setting) =>
    `${setting} must be the address of the Dynamics environment alone, like https://contoso.crm4.dynamics.com.`,
  setting_no_vault: ({ setting }: Setting) =>
    `${setting} must be the address of the vault alone, like https://contoso.vault.azure.net.`,
  setting_no_on24: ({ setting }: Setting) => `${setting} must be like https://api.on24.com/v2.`,
  setting_no_key_name: ({ setting }: Setting) => `${setting} may have letters, digits and dashes only.`,
  setting_no_schedule: ({ setting }: Setting) => `${setting} must have six fields, as NCRONTAB has.`,
  setting_no_status_reasons: ({ setting, example }: Setting & { example: string }) =>
    `${setting} must read like ${example}.`,
  setting_no_days: ({ setting, least }: Setting & { least: number }) =>
    `${setting} must be a whole number of days, ${least} at least.`,
  setting_no_guid: ({ setting }: Setting) => `${setting} must be a GUID.`,
  other_organization: [
    'DATAVERSE_URL leads to another Dynamics environment than the one that this app has served, perhaps a copy of it; so nothing is done.',
    'The operator of the app corrects DATAVERSE_URL, or, if the app is to move, sets DATAVERSE_ORGANIZATION_ID to the organization ID of that environment.',
  ],
  setting_not_one_of: ({ setting, values }: Setting & { values: string }) => `${setting} must be one of ${values}.`,
} satisfies Record<string, Entry>
