import { options } from '../../lib/dataverse/options.ts'
import type { AccountSettings } from '../model.ts'
import { maybeNumber, type Row, textOf, type WebApi } from './web-api.ts'

const { mailsFrom, registeredThere } = options
const columns = [
  ...['wbc_engagement', 'wbc_actions', 'wbc_monthskept', 'wbc_livecheckins'],
  ...['wbc_loginonly', 'wbc_mailsfrom', 'wbc_blocklate', 'wbc_templatetag'],
  ...['wbc_registeredthere', 'wbc_consentpurposeid'],
  'wbc_erasedeleted',
]

/** The choices of all accounts. A row has the id of its account; what it leaves open is as the connector takes it. */
export async function settingsOfAccounts(api: WebApi): Promise<AccountSettings[]> {
  const rows = await api.rows(`wbc_accountsettingses?$select=${columns}&$filter=statecode eq 0`)
  return rows.map((row) => ({
    id: textOf(row, 'wbc_accountsettingsid'),
    engagement: row.wbc_engagement !== false,
    actions: row.wbc_actions !== false,
    monthsKept: maybeNumber(row, 'wbc_monthskept'),
    liveCheckIns: row.wbc_livecheckins !== false,
    loginOnly: row.wbc_loginonly === true,
    mailsFrom: wordOf(mailsFrom, row, 'wbc_mailsfrom') ?? 'provider',
    blockLate: row.wbc_blocklate === true,
    templateTag: textOf(row, 'wbc_templatetag'),
    registeredThere: wordOf(registeredThere, row, 'wbc_registeredthere') ?? 'list',
    consentPurpose: textOf(row, 'wbc_consentpurposeid'),
    eraseDeleted: row.wbc_erasedeleted === true,
  }))
}

function wordOf<Word extends string>(values: Readonly<Record<Word, number>>, row: Row, column: string) {
  return (Object.keys(values) as Word[]).find((word) => values[word] === row[column])
}
