import * as v from 'valibot'
import { createCache } from '../core/cache.ts'
import { minute } from '../core/time.ts'
import { type AccountSettings, defaultSettings } from '../model/account-settings.ts'
import type { Dataverse } from './client.ts'
import { ifClosed } from './errors.ts'
import { options } from './options.ts'
import type { OwnDefinitions } from './own-definitions.ts'
import type { createOwnRows } from './own-rows.ts'
import type { Selection } from './selection.ts'
import { keysOf } from './table-definition.ts'
import { tables } from './tables.ts'

const table = tables.accountSettings

/** A choice of an administrator is in force within this time on every instance. */
const heldFor = minute

const YesNo = v.fallback(v.nullish(v.boolean()), undefined)
const Text = v.fallback(
  v.pipe(
    v.string(),
    v.trim(),
    v.transform((text) => text || undefined),
  ),
  undefined,
)
const Months = v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(120))), undefined)

/** Anything that is missing or cannot be read counts as the default: an older solution lacks some columns. */
const Row = v.pipe(
  v.object({
    wbc_engagement: YesNo,
    wbc_actions: YesNo,
    wbc_monthskept: Months,
    wbc_registeredthere: optionOf(options.registeredThere),
    wbc_consentpurposeid: v.optional(Text),
    wbc_livecheckins: YesNo,
    wbc_loginonly: YesNo,
    wbc_mailsfrom: optionOf(options.mailsFrom),
    wbc_blocklate: YesNo,
    wbc_templatetag: v.optional(Text),
    wbc_erasedeleted: YesNo,
  }),
  v.transform(
    (row): AccountSettings => ({
      engagement: row.wbc_engagement ?? defaultSettings.engagement,
      actions: row.wbc_actions ?? defaultSettings.actions,
      monthsKept: row.wbc_monthskept,
      registeredThere: row.wbc_registeredthere ?? defaultSettings.registeredThere,
      consentPurpose: row.wbc_consentpurposeid,
      liveCheckIns: row.wbc_livecheckins ?? defaultSettings.liveCheckIns,
      loginOnly: row.wbc_loginonly ?? defaultSettings.loginOnly,
      mailsFrom: row.wbc_mailsfrom ?? defaultSettings.mailsFrom,
      blockLate: row.wbc_blocklate ?? defaultSettings.blockLate,
      templateTag: row.wbc_templatetag,
      eraseDeleted: row.wbc_erasedeleted ?? defaultSettings.eraseDeleted,
    }),
  ),
)

/** Only columns that are there are asked for, because a query that names another one is refused. */
const settings = (columns: readonly string[]): Selection<AccountSettings> => ({
  ...{ table, schema: Row, columns, related: {} },
})

/** The choices that administrators made for each account. An environment may lack the table: then the defaults hold. */
export function createAccountSettings(
  dataverse: Pick<Dataverse, 'row'>,
  { readable }: OwnDefinitions,
  { createRows }: ReturnType<typeof createOwnRows>,
) {
  const held = createCache<AccountSettings>(heldFor, async (configuration) => {
    const columns = await readable(table)
    if (columns.length === 0) return defaultSettings
    return (await dataverse.row(settings(columns), configuration).catch(ifClosed)) ?? defaultSettings
  })

  return {
    /** The choices of an account, as they were within a minute. @throws Unavailable while Dataverse is out */
    accountSettings: async (configuration: string): Promise<AccountSettings> =>
      (await held.get(configuration)) ?? defaultSettings,

    /** The same as they are now, for work that is rare or deletes. @throws Unavailable */
    async accountSettingsNow(configuration: string): Promise<AccountSettings> {
      held.evict(configuration)
      return (await held.get(configuration)) ?? defaultSettings
    },

    /**
     * Makes the row in which administrators decide, with the defaults. One that is there stays as it is.
     * @throws Unavailable
     */
    makeAccountSettings: (configuration: string, name: string) =>
      createRows(table, [{ id: configuration, values: valuesOf(configuration, name) }]),
  }
}

function valuesOf(configuration: string, name: string) {
  return {
    wbc_name: name,
    'wbc_ConfigurationId@odata.bind': `/${tables.configuration.set}(${configuration})`,
    wbc_engagement: defaultSettings.engagement,
    wbc_actions: defaultSettings.actions,
    wbc_monthskept: defaultSettings.monthsKept ?? null,
    wbc_registeredthere: options.registeredThere[defaultSettings.registeredThere],
    wbc_consentpurposeid: defaultSettings.consentPurpose ?? null,
    wbc_livecheckins: defaultSettings.liveCheckIns,
    wbc_loginonly: defaultSettings.loginOnly,
    wbc_mailsfrom: options.mailsFrom[defaultSettings.mailsFrom],
    wbc_blocklate: defaultSettings.blockLate,
    wbc_templatetag: defaultSettings.templateTag ?? null,
    wbc_erasedeleted: defaultSettings.eraseDeleted,
  }
}

/** The word for an option value; undefined for one that this version does not know. */
function optionOf<Word extends string>(values: Readonly<Record<Word, number>>) {
  return v.pipe(
    v.optional(v.unknown()),
    v.transform((value) => keysOf(values).find((word) => values[word] === value)),
  )
}
