/**
 * Sets the clock of this process ahead (or back), as instances in a data centre never quite agree. Only the wall clock
 * moves: timers and `performance.now()` go on as they are.
 */
export function shiftClock(milliseconds: number) {
  const RealDate = Date
  const now = () => RealDate.now() + milliseconds
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) => Reflect.construct(target, given.length ? given : [now()], newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, property) => (property === 'now' ? now : Reflect.get(target, property)),
  })
}
