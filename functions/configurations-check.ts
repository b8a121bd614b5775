import { app } from '../lib/app.ts'
import { checkAsOrdered } from '../lib/flows/configurations/check.ts'
import { json } from '../lib/triggers/http.ts'
import { waitOutQuota } from '../lib/triggers/quota-wait.ts'
import { readId } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'configurations-check',
  methods: ['POST'],
  route: 'configurations/{id}/check',
  role: 'Operator',
  handler: async (request, actor) => {
    const id = await readId(request)
    return json(await waitOutQuota(() => checkAsOrdered(id, actor, app())))
  },
})
