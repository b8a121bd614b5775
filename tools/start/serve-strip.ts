import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { hour } from '../../lib/core/time.ts'

/** The work behind each button of the strip. */
export type Actions = {
  register(): object
  cancel(): object
  breakOn24(): object
  /** Sets all clocks ahead; undefined where the app runs elsewhere. */
  pass: ((milliseconds: number) => Promise<void>) | undefined
}

const source = fileURLToPath(new URL('strip/strip.ts', import.meta.url))
const longest = 24

/**
 * The strip of buttons below the page, which `npm start` alone adds: its script, and what the script asks for.
 */
export async function serveStrip(actions: () => Actions | undefined) {
  const build = await rolldown({ input: source, platform: 'browser', logLevel: 'warn' })
  const { output } = await build.generate({ format: 'iife', minify: true })
  await build.close()
  const script = () => {
    const world = { passes: actions()?.pass !== undefined }
    return `const world = ${JSON.stringify(world)};\n${output[0].code}`
  }
  return {
    script: '/emulator/strip.js',
    async answer(request: Request): Promise<Response> {
      const { pathname, searchParams, origin } = new URL(request.url)
      if (request.method === 'GET' && pathname === '/emulator/strip.js') {
        return new Response(script(), { headers: { 'content-type': 'text/javascript', 'cache-control': 'no-store' } })
      }
      // No other page in the same browser pushes these buttons.
      if (request.method !== 'POST' || request.headers.get('origin') !== origin)
        return new Response(null, { status: 404 })
      const ready = actions()
      const done = ready && (await act(ready, pathname.slice('/emulator/'.length), searchParams))
      return done ? Response.json(done) : new Response(null, { status: 404 })
    },
  }
}

async function act({ register, cancel, breakOn24, pass }: Actions, action: string, query: URLSearchParams) {
  switch (action) {
    case 'register':
      return register()
    case 'cancel':
      return cancel()
    case 'break-on24':
      return breakOn24()
    case 'pass': {
      const hours = Number(query.get('hours'))
      if (!pass || !(hours > 0 && hours <= longest)) return undefined
      await pass(hours * hour)
      return { passed: hours }
    }
    default:
      return undefined
  }
}
