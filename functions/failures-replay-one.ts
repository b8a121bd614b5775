import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'failures-replay-one',
  methods: ['POST'],
  route: 'failures/{id}/replay',
  role: 'Operator',
  handler: async (request, { app, failureId, json, readRequest, replayFailure }, actor) => {
    const { path } = await readRequest(request, { path: { id: failureId('id') } })
    return json(await replayFailure(path.id, actor, app()), 202)
  },
})
