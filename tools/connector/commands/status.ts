import { columns } from '../columns.ts'
import type { Command } from '../command.ts'
import { accountRows, listAccounts } from './accounts.ts'
import { failuresBy } from './failures.ts'

export const status: Command = {
  name: 'status',
  does: 'is all well: the app, its accounts, what gave up',
  async run(_input, tools) {
    const { connector } = tools
    const health = await connector.health()
    if (health.status === 'misconfigured') {
      const lines = [`${connector.url} cannot work:`, ...health.problems.map((problem) => `- ${problem}`)]
      return { document: { app: connector.url, health, accounts: null, failures: null }, lines, needsSomebody: true }
    }
    const accounts = await listAccounts(tools)
    const failures = await failuresBy(connector)
    const kinds = Object.entries(failures).filter(([, count]) => count > 0)
    const ill = accounts.filter((account) => account.health.status !== 'healthy')
    return {
      document: { app: connector.url, health, accounts, failures },
      lines: [
        `${connector.url} is alive.`,
        accounts.length ? 'Accounts:' : 'There is no account yet.',
        ...columns(accountRows(accounts)).map((line) => `  ${line}`),
        kinds.length ? `Failures: ${kinds.map(([kind, count]) => `${count} ${kind}`).join(', ')}.` : 'Nothing gave up.',
      ],
      needsSomebody: ill.length > 0 || kinds.length > 0,
    }
  },
}
