import { app as functions } from '@azure/functions'
import { load } from '../lib/load.ts'

functions.storageQueue('configurations-worker', {
  queueName: 'configurations',
  connection: 'AzureWebJobsStorage',
  handler: async (entry, context) => {
    const { app, outcomes, processMessage, workOnConfiguration } = await load()
    await processMessage(entry, context, 'configurations', outcomes(), (message, isFinalAttempt) =>
      workOnConfiguration(message, isFinalAttempt, app()),
    )
  },
})
