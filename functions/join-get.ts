import { app as functions } from '@azure/functions'
import { load, loadJoin } from '../lib/load.ts'

functions.http('join-get', {
  methods: ['GET', 'HEAD'],
  authLevel: 'anonymous',
  route: 'join/{token}',
  handler: async (request, context) => {
    const { answerJoin, join } = await loadJoin()
    return answerJoin(request, context, () => join(load))
  },
})
