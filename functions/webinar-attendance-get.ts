import { app } from '../lib/app.ts'
import { viewAttendance } from '../lib/flows/attendance/view.ts'
import { json } from '../lib/triggers/http.ts'
import { readRequest, rowPath } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'webinar-attendance-get',
  methods: ['GET'],
  route: 'webinars/{table}/{id}/attendance',
  role: 'Operator',
  handler: async (request) => {
    const { path: row } = await readRequest(request, { path: rowPath(app()) })
    return json(await viewAttendance(row, app()))
  },
})
