import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { replayFailure } from '../lib/flows/operations/replay-failures.ts'
import { failureId } from '../lib/triggers/failure-filter.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { readRequest } from '../lib/triggers/request.ts'

functions.http('failures-replay-one', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'failures/{id}/replay',
  handler: (request, context) =>
    answer(context, app, async () => {
      const { path } = await readRequest(request, { path: { id: failureId('id') } })
      return json(await replayFailure(path.id, { by: 'key' }, app()), 202)
    }),
})
