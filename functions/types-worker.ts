import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { syncWebinarTypes } from '../lib/flows/configurations/webinar-types.ts'
import { work } from '../lib/triggers/queue.ts'

functions.storageQueue('types-worker', {
  queueName: 'types',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) => work(entry, context, 'types', app(), ({ id }) => syncWebinarTypes(id, app())),
})
