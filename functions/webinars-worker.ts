import { app as functions } from '@azure/functions'
import { load } from '../lib/load.ts'

functions.storageQueue('webinars-worker', {
  queueName: 'webinars',
  connection: 'AzureWebJobsStorage',
  handler: async (entry, context) => {
    const { app, outcomes, processMessage, workOnWebinar } = await load()
    await processMessage(entry, context, 'webinars', outcomes(), (message, isFinalAttempt) =>
      workOnWebinar(message, isFinalAttempt, app()),
    )
  },
})
