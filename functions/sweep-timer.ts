import { app as functions } from '@azure/functions'
import { load } from '../lib/load.ts'

functions.timer('sweep-timer', {
  schedule: '%RECONCILE_SCHEDULE%',
  handler: async (_timer, context) => {
    const { app, report, runTimer, sweep, unreadableRecords } = await load()
    await runTimer(context, unreadableRecords, async () => {
      const swept = await sweep(app())
      if (!swept) return undefined
      const { accounts, failures, vault, error, ...counts } = swept
      if (vault) report(context, 'vault', vault)
      for (const account of accounts) report(context, 'account', account)
      for (const failure of failures) report(context, 'failure', failure)
      if (error) throw error
      return { ...counts, failures: failures.length }
    })
  },
})
