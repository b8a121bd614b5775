import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** Resident memory in megabytes: before, and at its peak since. */
type Memory = { before: number; peak: number }

/**
 * The heap that V8 takes on the smallest instance of 512 MB, half of its memory (v8/src/heap/heap.cc,
 * HeapSizeFromPhysicalMemory). On a larger machine V8 would collect later, and the peak would show only that.
 */
export const smallInstance = { NODE_OPTIONS: '--max-old-space-size=256' }

/** Starts measuring the memory of a process as the kernel reports it; undefined where there is no /proc. */
export function memoryOf({ pid }: ChildProcess): (() => Memory) | undefined {
  const status = `/proc/${pid}/status`
  if (!existsSync(status)) return undefined
  const read = (field: string) => {
    const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(status, 'utf8')) ?? []
    return Math.round(Number(kilobytes) / 1024)
  }
  // man 5 proc, clear_refs: 5 resets the peak to what is resident now.
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
  const before = read('VmRSS')
  return () => ({ before, peak: read('VmHWM') })
}
