import { app } from '../lib/app.ts'
import { listAuditRecords } from '../lib/flows/operations/audited.ts'
import { auditQuery } from '../lib/triggers/audit-query.ts'
import { json } from '../lib/triggers/http.ts'
import { readRequest } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'audit-list',
  methods: ['GET'],
  route: 'audit',
  role: 'Reader',
  handler: async (request) => {
    const { query } = await readRequest(request, { query: auditQuery })
    const { after, ...filter } = query
    return json(await listAuditRecords(filter, after, app()))
  },
})
