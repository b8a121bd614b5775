import * as v from 'valibot'
import { AppError } from '../../lib/core/errors.ts'
import { tables } from '../../lib/dataverse/tables.ts'
import type { Tools } from './command.ts'
import { type Dynamics, quoted } from './dynamics.ts'
import { CommandError } from './exit.ts'
import { idOf, linkedRow } from './find-row.ts'

/** An account as the connector shows it; further members stay in the document. */
export const Account = v.looseObject({
  id: v.string(),
  clientId: v.optional(v.string()),
  health: v.looseObject({ status: v.string(), message: v.string(), checkedAt: v.string() }),
  lastMetricsUpdate: v.nullable(v.string()),
})
export const Accounts = v.object({ configurations: v.array(Account) })

const { set, key } = tables.configuration
const name = 'msevtmgt_name'

/**
 * The id of the account that is meant by the name of its row in Dynamics, its id or link, or its ON24 client id.
 * @throws CommandError where there is none, or more than one
 */
export async function findAccount(given: string, { connector, dynamics }: Tools): Promise<string> {
  const id = linkedRow(given)?.id ?? idOf(given)
  if (id) return id
  if (/^\d+$/.test(given)) {
    const { configurations } = await connector.read(Accounts, 'configurations')
    return only(
      given,
      configurations.filter(({ clientId }) => clientId === given).map((account) => account.id),
    )
  }
  const rows = await dynamics.rows(set, [key, name], `${name} eq ${quoted(given)}`)
  return only(
    given,
    rows.map(({ [key]: id = '' }) => id),
  )
}

function only(given: string, ids: readonly string[]) {
  const [id, ...others] = ids
  if (id && !others.length) return id
  const say = id
    ? `${ids.length} accounts are called “${given}”. Give the id of the one that is meant: ${ids.join(', ')}.`
    : `There is no account “${given}”: accounts lists them.`
  throw new CommandError('wrongUse', say)
}

/** Names of accounts by their id. They are no more than a help: without Dynamics there are none. */
export async function accountNames(dynamics: Dynamics): Promise<Map<string, string>> {
  const rows = await dynamics.rows(set, [key, name], `${name} ne null`).catch((error: unknown) => {
    if (error instanceof AppError) return []
    throw error
  })
  return new Map(rows.map((row) => [row[key] ?? '', row[name] ?? '']))
}
