import { secrets, startAcme } from './acme/emulator.ts'
import { createAcme } from './acme/provider.ts'
import { conforms } from './conformance.ts'

conforms('Acme', async (now) => {
  const acme = await startAcme(now)
  return {
    provider: createAcme(acme.url),
    credentials: { provider: 'acme', ...secrets },
    attend: acme.attend,
    injectFault: acme.injectFault,
    quotaReached: () => Response.json({ code: 'limit' }, { status: 429, headers: { 'retry-after': '7' } }),
    stop: acme.stop,
  }
})
