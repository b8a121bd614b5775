import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { report } from '../lib/edge/telemetry.ts'
import { runTimer } from '../lib/edge/timer.ts'
import { reconcile } from '../lib/flows/reconcile.ts'

functions.timer('reconcile-timer', {
  schedule: '%RECONCILE_SCHEDULE%',
  handler: (_timer, context) =>
    runTimer(context, async () => {
      const { accounts, ...counts } = (await reconcile(app())) ?? {}
      for (const account of accounts ?? []) report(context, 'account', account)
      return accounts && counts
    }),
})
