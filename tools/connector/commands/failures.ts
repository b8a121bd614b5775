import * as v from 'valibot'
import { en } from '../../../lib/messages/en.ts'
import { failureKinds } from '../../../lib/stores/failures.ts'
import { columns, counted } from '../columns.ts'
import type { Command, Input, Option, Tools } from '../command.ts'
import type { Connector } from '../connector-client.ts'
import { findAccount } from '../find-account.ts'
import { allPages } from '../pages.ts'

const Failure = v.looseObject({
  ...{ id: v.string(), kind: v.picklist(failureKinds), table: v.string(), row: v.string(), reason: v.string() },
  ...{ lastTry: v.string(), count: v.number() },
})

/** The options that choose failures. */
export const filterOptions: Record<string, Option> = {
  account: { value: 'account', does: 'those of one account: its name in Dynamics, its id or its ON24 client id' },
  kind: { value: 'kind', does: `one of ${failureKinds.join(', ')}` },
}

export const failures: Command = {
  name: 'failures',
  does: 'what is not tried again by itself, and why',
  options: filterOptions,
  async run(input, tools) {
    const found = await listFailures(tools.connector, await failureFilter(input, tools))
    const rows = found.map(({ id, kind, lastTry, count, reason }) => [kind, lastTry, `${count}x`, id, spoken(reason)])
    const lines = found.length ? [...columns(rows), `${counted(found.length, 'failure')}.`] : ['Nothing gave up.']
    return { document: { failures: found }, lines, needsSomebody: found.length > 0 }
  },
}

/** The reason as the log has it; where that is a code alone, its sentence. */
function spoken(reason: string) {
  const words = Object.entries(en).find(([code]) => code === reason)?.[1]
  if (words === undefined || typeof words === 'function') return reason
  return typeof words === 'string' ? words : words.join(' ')
}

/** The filter that the options say, as the routes take it. */
export async function failureFilter({ text }: Input, tools: Tools) {
  const account = text('account')
  return { configuration: account && (await findAccount(account, tools)), kind: text('kind') }
}

export function listFailures(connector: Connector, query: Record<string, string | undefined> = {}) {
  return allPages(connector, Failure, { route: 'failures', member: 'failures', query })
}

/** How many failures there are of each kind. */
export async function failuresBy(connector: Connector): Promise<Record<string, number>> {
  const found = await listFailures(connector)
  return Object.fromEntries(failureKinds.map((kind) => [kind, found.filter((failure) => failure.kind === kind).length]))
}
