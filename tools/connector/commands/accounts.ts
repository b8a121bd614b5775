import type * as v from 'valibot'
import { columns } from '../columns.ts'
import type { Command, Tools } from '../command.ts'
import { Account, Accounts, accountNames, findAccount } from '../find-account.ts'

type Listed = v.InferOutput<typeof Account> & { name: string | null }

export const accounts: Command = {
  name: 'accounts',
  argument: '[account]',
  does: 'the ON24 accounts and their health',
  options: { check: { does: 'ask ON24 now whether it takes the token' } },
  async run({ subject, flag }, tools) {
    const wanted = subject === undefined ? undefined : await findAccount(subject, tools)
    const listed = wanted ? [await named(wanted, tools)] : await listAccounts(tools)
    const all = flag('check') ? await Promise.all(listed.map((account) => checkNow(account, tools))) : listed
    return {
      document: { accounts: all },
      lines: all.length ? columns(accountRows(all)) : ['There is no account yet.'],
      needsSomebody: all.some(({ health }) => health.status !== 'healthy'),
    }
  },
}

/** Every account that has credentials, with the name of its row where Dynamics tells. */
export async function listAccounts({ connector, dynamics }: Tools): Promise<Listed[]> {
  const { configurations } = await connector.read(Accounts, 'configurations')
  const names = configurations.length ? await accountNames(dynamics) : new Map()
  return configurations.map((account) => ({ name: names.get(account.id) ?? null, ...account }))
}

async function named(id: string, { connector, dynamics }: Tools): Promise<Listed> {
  const account = await connector.read(Account, `configurations/${id}`)
  return { name: (await accountNames(dynamics)).get(id) ?? null, ...account }
}

async function checkNow({ id, name }: Listed, { connector }: Tools): Promise<Listed> {
  return { name, ...(await connector.send(Account, 'POST', `configurations/${id}/check`)) }
}

export function accountRows(accounts: readonly Listed[]) {
  return accounts.map(({ id, name, clientId, health }) => [name ?? id, clientId, health.status, health.message])
}
