import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { runTimer } from '../lib/edge/timer.ts'
import { reconcile } from '../lib/flows/reconcile.ts'

functions.timer('reconcile-timer', {
  schedule: '%RECONCILE_SCHEDULE%',
  handler: (_timer, context) => runTimer(context, () => reconcile(app())),
})
