import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { work } from '../lib/edge/queue.ts'
import { followWebinar } from '../lib/flows/follow-webinar.ts'

functions.storageQueue('webinars-worker', {
  queueName: 'webinars',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    work(entry, context, 'webinars', app(), (row, lastTry) => followWebinar(row, lastTry, app())),
})
