import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { recordDead } from '../lib/edge/poison.ts'
import { recordFailure } from '../lib/flows/record-failure.ts'

functions.storageQueue('registrations-poison-worker', {
  queueName: 'registrations-poison',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    recordDead(entry, context, 'registrations', (queue, dead) => recordFailure(queue, dead, app())),
})
