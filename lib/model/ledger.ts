import type { Owner, WebinarKind } from './crm.ts'

/** Registrations by what became of them. `due` is `sent`, `waiting` and `refused` together. */
export type Counts = { due: number; sent: number; waiting: number; refused: number; cancelled: number }

export type Audience = { attendees: number; matched: number; unmatched: number }
export type DriftCounts = { driftFound: number; driftRepaired: number }

/** The row of a webinar in the ledger. */
export type WebinarLedgerRow = Counts &
  Audience &
  DriftCounts & {
    id: string
    owner: Owner | undefined
    name: string
    kind: WebinarKind
    webinarRow: string
    configuration: string
    startsOn: Date | undefined
    endsOn: Date | undefined
    waitingSince: Date | undefined
    /** Reasons in groups, a line each. */
    refusals: string
    minutes: number
    reviewedOn: Date | undefined
    pulledOn: Date | undefined
    needsSomebody: boolean
  }

/** The row of a day and account in the ledger. `day`: `2026-11-26`, from midnight to midnight UTC. */
export type DailyLedgerRow = Counts &
  Audience &
  DriftCounts & {
    id: string
    name: string
    day: string
    configuration: string
    meanSeconds: number | undefined
    slowestSeconds: number | undefined
  }
