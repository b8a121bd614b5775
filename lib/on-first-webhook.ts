/** All that the webhook works with. It is loaded with the first one (`load.ts`). */
export { enqueueChange } from './flows/sweep/enqueue-change.ts'
export { answer, inEnglish } from './triggers/http.ts'
export { mostBytes, readText } from './triggers/request-body.ts'
export { checkOrganization, correlationOf, rowOf } from './triggers/webhook-payload.ts'
export { webhook } from './webhook.ts'
