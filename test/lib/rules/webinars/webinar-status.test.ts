import { expect, test } from 'vitest'
import { reviewedStatus } from '../../../../lib/rules/webinars/webinar-status.ts'

test('an error that a review found is never Ready, and what only it sees is its own to take back', () => {
  const found = (code: 'required fields' | 'plan') => reviewedStatus({ code, level: 'error' }, 'status_ready')
  expect(found('required fields')).toBe('status_finding')
  expect(found('plan')).toBe('status_attention')
})

test('a row is Ready again by a review only where nothing but a review was in the way', () => {
  const warning = { code: 'idle token', level: 'warning' } as const
  for (const worst of [undefined, warning]) {
    expect(reviewedStatus(worst, 'status_finding')).toBe('status_ready')
    expect(reviewedStatus(worst, 'status_ready')).toBe('status_ready')
    expect(reviewedStatus(worst, 'status_attention')).toBeUndefined()
    expect(reviewedStatus(worst, 'status_sessions')).toBeUndefined()
  }
})
