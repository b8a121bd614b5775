import { app } from '../lib/app.ts'
import { checkConfiguration } from '../lib/flows/configurations/check.ts'
import { json } from '../lib/triggers/http.ts'
import { waitOutQuota } from '../lib/triggers/quota-wait.ts'
import { readId } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'configurations-check',
  methods: ['POST'],
  route: 'configurations/{id}/check',
  role: 'Operator',
  handler: async (request) => {
    const id = await readId(request)
    return json(await waitOutQuota(() => checkConfiguration(id, app())))
  },
})
