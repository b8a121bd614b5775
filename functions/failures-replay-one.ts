import { app } from '../lib/app.ts'
import { replayFailure } from '../lib/flows/operations/replay-failures.ts'
import { failureId } from '../lib/triggers/failure-filter.ts'
import { json } from '../lib/triggers/http.ts'
import { readRequest } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'failures-replay-one',
  methods: ['POST'],
  route: 'failures/{id}/replay',
  role: 'Operator',
  handler: async (request, actor) => {
    const { path } = await readRequest(request, { path: { id: failureId('id') } })
    return json(await replayFailure(path.id, actor, app()), 202)
  },
})
