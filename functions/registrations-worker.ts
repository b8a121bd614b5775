import { app as functions } from '@azure/functions'
import { load } from '../lib/load.ts'

functions.storageQueue('registrations-worker', {
  queueName: 'registrations',
  connection: 'AzureWebJobsStorage',
  handler: async (entry, context) => {
    const { app, outcomes, processMessage, workOnRegistration } = await load()
    await processMessage(entry, context, 'registrations', outcomes(), (message, isFinalAttempt) =>
      workOnRegistration(message, isFinalAttempt, app()),
    )
  },
})
