import { app as functions } from '@azure/functions'
import { load } from '../lib/load.ts'

functions.timer('attendance-timer', {
  schedule: '%METRICS_SCHEDULE%',
  handler: async (_timer, context) => {
    const { app, enqueueDueWebinars, runTimer, unreadableRecords } = await load()
    await runTimer(context, unreadableRecords, async () => ({ due: await enqueueDueWebinars(app()) }))
  },
})
