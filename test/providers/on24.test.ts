import { startOn24 } from '@webinar-connector/on24-emulator'
import { createOn24 } from '../../lib/on24/provider.ts'
import { noLimits } from '../harness/no-limits.ts'
import { conforms } from './conformance.ts'

const token = { clientId: '10001', accessTokenKey: 'KEY-1', accessTokenSecret: 'secret-1' }

conforms('ON24', async (now) => {
  const on24 = await startOn24({ now })
  on24.addAccount(token)
  return {
    provider: createOn24({ na: 'http://127.0.0.1:9/v2', eu: `${on24.url}/v2` }, noLimits),
    credentials: { provider: 'on24', region: 'eu', ...token },
    attend: (webinarId, providerId, liveminutes, askedquestions) =>
      on24.attend(Number(webinarId), Number(providerId), { liveminutes, askedquestions }),
    injectFault: on24.injectFault,
    quotaReached: () => Response.json({ message: 'You reached the maximum number of calls.' }, { status: 403 }),
    stop: on24.stop,
  }
})
