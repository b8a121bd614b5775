import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { startReplay } from '../lib/flows/operations/replay-failures.ts'
import { FailureFilterBody } from '../lib/triggers/failure-filter.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { readRequest } from '../lib/triggers/request.ts'

functions.http('failures-replay', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'failures/replay',
  handler: (request, context) =>
    answer(context, app, async () => {
      const { body } = await readRequest(request, { body: FailureFilterBody })
      return json(await startReplay(body, { by: 'key' }, app()), 202)
    }),
})
