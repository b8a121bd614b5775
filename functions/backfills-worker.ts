import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { runBackfill } from '../lib/flows/operations/backfill.ts'
import { work } from '../lib/triggers/queue.ts'

functions.storageQueue('backfills-worker', {
  queueName: 'backfills',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) => work(entry, context, 'backfills', app(), ({ id }) => runBackfill(id, app())),
})
