import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { pullAttendance } from '../lib/flows/attendance/pull.ts'
import { processMessage } from '../lib/triggers/queue.ts'

functions.storageQueue('attendance-worker', {
  queueName: 'attendance',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) => processMessage(entry, context, 'attendance', app(), (row) => pullAttendance(row, app())),
})
