import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { recordFailure } from '../lib/flows/operations/record-failure.ts'
import { recordDeadLetter } from '../lib/triggers/dead-letter.ts'

functions.storageQueue('types-poison-worker', {
  queueName: 'types-poison',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    recordDeadLetter(entry, context, 'types', (queue, dead) => recordFailure(queue, dead, app())),
})
