import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { viewAttendance } from '../lib/flows/attendance/view.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { readRequest, rowPath } from '../lib/triggers/request.ts'

functions.http('webinar-attendance-get', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'webinars/{table}/{id}/attendance',
  handler: (request, context) =>
    answer(context, app, async () => {
      const { path: row } = await readRequest(request, { path: rowPath(app()) })
      return json(await viewAttendance(row, app()))
    }),
})
