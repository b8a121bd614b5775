import { app } from '../lib/app.ts'
import { preflightWebinar } from '../lib/flows/webinars/preflight.ts'
import { json } from '../lib/triggers/http.ts'
import { waitOutQuota } from '../lib/triggers/quota-wait.ts'
import { readRequest, rowPath } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'webinar-check-post',
  methods: ['POST'],
  route: 'webinars/{table}/{id}/check',
  role: 'Operator',
  handler: async (request) => {
    const { path: row } = await readRequest(request, { path: rowPath(app()) })
    return json(await waitOutQuota(() => preflightWebinar(row, app())))
  },
})
