import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { listFailures } from '../lib/flows/operations/replay-failures.ts'
import { failureQuery } from '../lib/triggers/failure-filter.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { readRequest } from '../lib/triggers/request.ts'

functions.http('failures-list', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'failures',
  handler: (request, context) =>
    answer(context, app, async () => {
      const { query } = await readRequest(request, { query: failureQuery })
      const { after, ...filter } = query
      return json(await listFailures(filter, after, app()))
    }),
})
