/**
 * The one place that says when what is loaded, so that an instance starts fast (`npm run package` measures it):
 * - at the start what registers functions: `functions/`, `triggers/route.ts` and the library of Azure Functions;
 * - with the first webhook what puts a message into a queue;
 * - with the first join link what finds its way in the app's own records;
 * - with the first other call, timer or message all the rest, but the libraries for Key Vault (`azure.ts`) and the
 *   identity (`open-identity.ts`), which come with the first call to the vault, and with the first token.
 */
export const load = () => import('./on-first-call.ts')
export const loadJoin = () => import('./on-first-join.ts')
export const loadWebhook = () => import('./on-first-webhook.ts')
