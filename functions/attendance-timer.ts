import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { runTimer } from '../lib/edge/timer.ts'
import { findDueWebinars } from '../lib/flows/find-due-webinars.ts'

functions.timer('attendance-timer', {
  schedule: '%METRICS_SCHEDULE%',
  handler: (_timer, context) => runTimer(context, async () => ({ due: await findDueWebinars(app()) })),
})
