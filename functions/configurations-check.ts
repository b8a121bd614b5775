import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'configurations-check',
  methods: ['POST'],
  route: 'configurations/{id}/check',
  role: 'Operator',
  handler: async (request, { app, checkAsOrdered, json, readId, waitOutQuota }, actor) => {
    const id = await readId(request)
    return json(await waitOutQuota(() => checkAsOrdered(id, actor, app())))
  },
})
