import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'audit-list',
  methods: ['GET'],
  route: 'audit',
  role: 'Reader',
  handler: async (request, { app, auditQuery, json, listAuditRecords, readRequest }) => {
    const { query } = await readRequest(request, { query: auditQuery })
    const { after, ...filter } = query
    return json(await listAuditRecords(filter, after, app()))
  },
})
