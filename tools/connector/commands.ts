import type { Command } from './command.ts'
import { accounts } from './commands/accounts.ts'
import { attendance } from './commands/attendance.ts'
import { backfill } from './commands/backfill.ts'
import { check } from './commands/check.ts'
import { failures } from './commands/failures.ts'
import { logs } from './commands/logs.ts'
import { remove } from './commands/remove.ts'
import { runs } from './commands/runs.ts'
import { sendAgain } from './commands/send-again.ts'
import { status } from './commands/status.ts'
import { trail } from './commands/trail.ts'

export const commands: readonly Command[] = [
  ...[status, failures, sendAgain, check, backfill, runs, attendance, accounts, remove, trail, logs],
]
