import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { recordFailure } from '../lib/flows/operations/record-failure.ts'
import { recordDeadLetter } from '../lib/triggers/dead-letter.ts'

functions.storageQueue('webinars-poison-worker', {
  queueName: 'webinars-poison',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    recordDeadLetter(entry, context, 'webinars', (queue, dead) => recordFailure(queue, dead, app())),
})
