import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { work } from '../lib/edge/queue.ts'
import { auditWebinar } from '../lib/flows/audit-webinar.ts'

functions.storageQueue('audits-worker', {
  queueName: 'audits',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) => work(entry, context, 'audits', app(), (row) => auditWebinar(row, app())),
})
