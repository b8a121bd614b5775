import * as v from 'valibot'
import type { Standing, WebinarKind } from '../model/crm.ts'

/** How an operator reads status reasons, by kind of registration and number: it wins over the label. */
export type StatusReasonSetting = Readonly<Record<WebinarKind, ReadonlyMap<number, Standing>>>

const standings = ['registered', 'checked in', 'waitlisted', 'on hold', 'cancelled'] as const
const entry = new RegExp(`^(event|session):(\\d+)=(${standings.join('|')})$`)

/** The setting as text, e.g. `event:533240001=waitlisted, session:533240004=on hold`. */
export const StatusReasonText = v.pipe(
  v.optional(v.string(), ''),
  v.transform((text) => text.split(',').flatMap((part) => part.trim().replace(/\s*([:=])\s*/g, '$1') || [])),
  v.check(
    (parts) => parts.every((part) => entry.test(part)),
    `must read like event:533240001=waitlisted, session:533240004=on hold (${standings.join(', ')}).`,
  ),
  v.transform((parts): StatusReasonSetting => {
    const found = parts.map((part) => entry.exec(part) ?? [])
    const of = (wanted: WebinarKind) =>
      new Map(
        found
          .filter(([, kind]) => kind === wanted)
          .map(([, , reason, standing]) => [Number(reason), standing as Standing]),
      )
    return { event: of('event'), session: of('session') }
  }),
)
