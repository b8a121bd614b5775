import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { recordFailure } from '../lib/flows/operations/record-failure.ts'
import { recordDeadLetter } from '../lib/triggers/dead-letter.ts'

functions.storageQueue('configurations-poison-worker', {
  queueName: 'configurations-poison',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    recordDeadLetter(entry, context, 'configurations', (queue, dead) => recordFailure(queue, dead, app())),
})
