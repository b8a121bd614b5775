import { randomUUID } from 'node:crypto'
import { type Emulator, serve } from '@webinar-connector/emulator-server'

type Facts = { email: string; name: string; company: string; position: string }
type Person = Facts & { id: string; link: string; status: 'in' | 'waiting' | 'rejected' }
type Visit = { person: string; email: string; minutes: number; questions: number; from: string }
type Webinar = { id: string; title: string; startsAt: string; minutes: number; reference: string; changedAt: string }
type Room = { webinar: Webinar; people: Person[]; visits: Visit[] }

export type Acme = Emulator & {
  rooms: Map<string, Room>
  attend(webinarId: string, personId: string, minutes: number, questions: number): void
}

export const secrets = {
  workspace: 'contoso',
  applicationId: 'app-1',
  applicationSecret: 's3cret',
  signingKey: 'signing-key-1',
}

/** A webinar service on loopback whose people cannot be changed, only added and removed. It knows no recordings. */
export async function startAcme(now: () => Date): Promise<Acme> {
  const rooms = new Map<string, Room>()
  const emulator = await serve(async (request) => {
    const url = new URL(request.url)
    const [, workspace, , webinarId = '', what = '', personId = ''] = url.pathname.split('/').map(decodeURIComponent)
    const { applicationId, applicationSecret, signingKey } = secrets
    const key = `Basic ${Buffer.from(`${applicationId}:${applicationSecret}`).toString('base64')}`
    const admitted = request.headers.get('authorization') === key && request.headers.get('signing-key') === signingKey
    if (workspace !== secrets.workspace || !admitted) return refusal(401, 'credentials')
    const body = ['POST', 'PUT'].includes(request.method) ? ((await request.json()) as Facts & Webinar) : undefined
    if (!webinarId) return webinars(url.searchParams, body)
    const room = rooms.get(webinarId)
    if (!room) return refusal(404, 'unknown webinar')
    const started = now() >= new Date(room.webinar.startsAt)
    if (what === 'visits') return Response.json(room.visits)
    if (what === 'people') return people(room, started, request.method, personId || url.searchParams.get('email'), body)
    if (request.method === 'DELETE') return Response.json({ done: rooms.delete(webinarId) })
    if (request.method === 'PUT' && started) return refusal(409, 'started')
    if (request.method === 'PUT') Object.assign(room.webinar, body)
    return Response.json(room.webinar)
  })

  function webinars(query: URLSearchParams, body: Webinar | undefined) {
    if (body) {
      const webinar = { ...body, id: randomUUID(), changedAt: '' }
      rooms.set(webinar.id, { webinar, people: [], visits: [] })
      return Response.json(webinar)
    }
    const [reference, since] = [query.get('reference'), query.get('changedSince')]
    const all = [...rooms.values()].map(({ webinar }) => webinar)
    return Response.json(
      all.filter((one) => (!reference || one.reference === reference) && (!since || one.changedAt >= since)),
    )
  }

  function people(room: Room, started: boolean, method: string, who: string | null, body: Facts | undefined) {
    const found = room.people.find(({ id, email }) => id === who || email === (who ?? body?.email)?.toLowerCase())
    if (method === 'GET') return Response.json(who ? room.people.filter((one) => one === found) : room.people)
    if (method === 'DELETE') {
      if (started) return refusal(409, 'started')
      room.people = room.people.filter((one) => one !== found)
      return found ? Response.json({}) : refusal(404, 'unknown person')
    }
    if (!body) return refusal(404, 'unknown person')
    if (found) return refusal(409, 'taken', found)
    const id = randomUUID()
    const person: Person = {
      ...body,
      email: body.email.toLowerCase(),
      id,
      link: `https://acme.test/${id}`,
      status: 'in',
    }
    room.people.push(person)
    return Response.json(person)
  }

  return {
    ...emulator,
    rooms,
    attend(webinarId, personId, minutes, questions) {
      const room = rooms.get(webinarId)
      const email = room?.people.find(({ id }) => id === personId)?.email
      if (!room || !email) throw new Error('There is no such person.')
      room.visits.push({ person: personId, email, minutes, questions, from: room.webinar.startsAt })
      room.webinar.changedAt = now().toISOString()
    },
  }
}

function refusal(status: number, code: string, person?: Person) {
  return Response.json({ code, person }, { status })
}
