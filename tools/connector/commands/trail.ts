import * as v from 'valibot'
import type { Command } from '../command.ts'
import { findAccount } from '../find-account.ts'
import { allPages } from '../pages.ts'

const AuditRecord = v.looseObject({
  ...{ at: v.string(), action: v.string(), outcome: v.string(), id: v.string(), act: v.string() },
  actor: v.object({ by: v.string(), id: v.optional(v.string()) }),
})

export const trail: Command = {
  name: 'trail',
  does: 'who did what, the newest first',
  options: {
    since: { value: 'time', does: 'a date or a time in UTC, such as 2026-11-01' },
    until: { value: 'time', does: 'the same' },
    account: { value: 'account', does: 'one account: its name in Dynamics, its id or its ON24 client id' },
    action: { value: 'action', does: 'one kind of act, such as credentials_changed' },
  },
  async run({ text }, tools) {
    const account = text('account')
    const configuration = account && (await findAccount(account, tools))
    const query = { since: text('since'), until: text('until'), configuration, action: text('action') }
    const records = await allPages(tools.connector, AuditRecord, { route: 'audit', member: 'records', query })
    return { document: { records }, lines: records.length ? records.map(lineOf) : ['Nothing is recorded of that.'] }
  },
}

function lineOf({ at, action, outcome, actor, id: _, act, ...facts }: v.InferOutput<typeof AuditRecord>) {
  const about = Object.entries(facts).map(
    ([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
  )
  const who = [actor.by, actor.id].filter(Boolean).join(' ')
  return [at, action.padEnd(19), outcome.padEnd(7), who.padEnd(45), act, ...about].join('  ')
}
