import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { recordFailure } from '../lib/flows/operations/record-failure.ts'
import { recordDeadLetter } from '../lib/triggers/dead-letter.ts'

functions.storageQueue('attendance-poison-worker', {
  queueName: 'attendance-poison',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    recordDeadLetter(entry, context, 'attendance', (queue, dead) => recordFailure(queue, dead, app())),
})
