import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { sweep } from '../lib/flows/sweep/sweep.ts'
import { report } from '../lib/triggers/telemetry.ts'
import { runTimer } from '../lib/triggers/timer.ts'

functions.timer('reconcile-timer', {
  schedule: '%RECONCILE_SCHEDULE%',
  handler: (_timer, context) =>
    runTimer(context, async () => {
      const { accounts, ...counts } = (await sweep(app())) ?? {}
      for (const account of accounts ?? []) report(context, 'account', account)
      return accounts && counts
    }),
})
