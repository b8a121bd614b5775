import { app as functions } from '@azure/functions'
import { app, unreadableRecords } from '../lib/app.ts'
import { enqueueDueWebinars } from '../lib/flows/attendance/queue-due.ts'
import { runTimer } from '../lib/triggers/timer.ts'

functions.timer('attendance-timer', {
  schedule: '%METRICS_SCHEDULE%',
  handler: (_timer, context) =>
    runTimer(context, unreadableRecords, async () => ({ due: await enqueueDueWebinars(app()) })),
})
