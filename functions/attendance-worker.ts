import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { syncAttendance } from '../lib/flows/attendance/pull.ts'
import { work } from '../lib/triggers/queue.ts'

functions.storageQueue('attendance-worker', {
  queueName: 'attendance',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) => work(entry, context, 'attendance', app(), (row) => syncAttendance(row, app())),
})
