import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { reconcileWebinarTypes } from '../lib/flows/configurations/webinar-types.ts'
import { processMessage } from '../lib/triggers/queue.ts'

functions.storageQueue('types-worker', {
  queueName: 'types',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    processMessage(entry, context, 'types', app(), ({ id }) => reconcileWebinarTypes(id, app())),
})
