import { app as functions } from '@azure/functions'
import { load } from '../lib/load.ts'

functions.timer('attendance-timer', {
  schedule: '%METRICS_SCHEDULE%',
  handler: async (_timer, context) => {
    const { app, lookForAttendance, runTimer, unreadableRecords } = await load()
    await runTimer(context, unreadableRecords, () => lookForAttendance(app()))
  },
})
