import { app as functions } from '@azure/functions'
import { app, unreadableRecords } from '../lib/app.ts'
import { sweep } from '../lib/flows/sweep/sweep.ts'
import { report } from '../lib/triggers/telemetry.ts'
import { runTimer } from '../lib/triggers/timer.ts'

functions.timer('sweep-timer', {
  schedule: '%RECONCILE_SCHEDULE%',
  handler: (_timer, context) =>
    runTimer(context, unreadableRecords, async () => {
      const swept = await sweep(app())
      if (!swept) return undefined
      const { accounts, failures, vault, error, ...counts } = swept
      if (vault) report(context, 'vault', vault)
      for (const account of accounts) report(context, 'account', account)
      for (const failure of failures) report(context, 'failure', failure)
      if (error) throw error
      return { ...counts, failures: failures.length }
    }),
})
