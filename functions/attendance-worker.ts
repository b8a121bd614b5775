import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { work } from '../lib/edge/queue.ts'
import { syncAttendance } from '../lib/flows/sync-attendance.ts'

functions.storageQueue('attendance-worker', {
  queueName: 'attendance',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) => work(entry, context, 'attendance', app(), (row) => syncAttendance(row, app())),
})
