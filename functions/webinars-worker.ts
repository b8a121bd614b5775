import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { followWebinar } from '../lib/flows/webinars/follow-webinar.ts'
import { work } from '../lib/triggers/queue.ts'

functions.storageQueue('webinars-worker', {
  queueName: 'webinars',
  connection: 'AzureWebJobsStorage',
  handler: (entry, context) =>
    work(entry, context, 'webinars', app(), (row, lastTry) => followWebinar(row, lastTry, app())),
})
