import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { recordFailure } from '../lib/flows/operations/record-failure.ts'
import { recordDeadLetter } from '../lib/triggers/dead-letter.ts'

functions.storageQueue('contacts-poison-worker', {
  queueName: 'contacts-poison',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    recordDeadLetter(entry, context, 'contacts', (queue, dead) => recordFailure(queue, dead, app())),
})
