import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { recordDead } from '../lib/edge/poison.ts'
import { recordFailure } from '../lib/flows/record-failure.ts'

functions.storageQueue('contacts-poison-worker', {
  queueName: 'contacts-poison',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    recordDead(entry, context, 'contacts', (queue, dead) => recordFailure(queue, dead, app())),
})
