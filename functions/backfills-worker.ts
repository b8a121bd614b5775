import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { runBackfill } from '../lib/flows/operations/backfill.ts'
import { processMessage } from '../lib/triggers/queue.ts'

functions.storageQueue('backfills-worker', {
  queueName: 'backfills',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) => processMessage(entry, context, 'backfills', app(), ({ id }) => runBackfill(id, app())),
})
