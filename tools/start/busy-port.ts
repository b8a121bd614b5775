import { once } from 'node:events'
import { createServer } from 'node:net'

/** The first port that another process listens on. */
export async function busyPort(ports: Record<string, number>): Promise<{ name: string; port: number } | undefined> {
  for (const [name, port] of Object.entries(ports)) {
    if (!(await isFree(port))) return { name, port }
  }
  return undefined
}

async function isFree(port: number) {
  const server = createServer()
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening')
    server.close()
    await once(server, 'close')
    return true
  } catch {
    return false
  }
}
