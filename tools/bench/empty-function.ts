import { app, output } from '@azure/functions'

/** The least that a webhook function can do: it reads nothing and sends one message of the same size. */
const queue = output.storageQueue({ queueName: 'bench', connection: 'AzureWebJobsStorage' })
const message = { table: 'msevtmgt_eventregistration', id: '00000000-0000-4000-8000-000000000001' }

app.http('empty', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'empty',
  extraOutputs: [queue],
  handler: (_request, context) => {
    context.extraOutputs.set(queue, message)
    return { status: 202 }
  },
})
