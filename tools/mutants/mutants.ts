/** A small change that breaks one of the walls that keep registrations right. `find` stands once in the file. */
export type Mutant = { name: string; file: string; find: string; replace: string }

const store = 'lib/stores/registrations.ts'
const flows = 'lib/flows/registrations'

export const mutants: readonly Mutant[] = [
  {
    name: 'no lease before the call',
    file: store,
    find: 'const lease = await write(key, pending, new Date(now().getTime() + leaseDuration), before.etag)',
    replace: 'const lease = before.etag; void pending; void leaseDuration',
  },
  {
    name: 'no lease check',
    file: store,
    find: 'if (stored && stored.leaseExpiresAt > now())',
    replace: 'if (stored && stored.leaseExpiresAt > now() && false)',
  },
  {
    name: 'no fence',
    file: store,
    find: 'await write(key, next, new Date(0), before.etag, at)',
    replace: 'void [key, next, at]',
  },
  {
    name: 'applied state read after CRM',
    file: `${flows}/reconcile.ts`,
    find: '  const status = await reconcileRegistrant(at, applied, concerned.rows, id, isCancelled(concerned.rows[0]), services)',
    replace:
      '  const late = await services.registrationStore.readApplied(at.key)\n' +
      '  const status = await reconcileRegistrant(at, late, concerned.rows, id, isCancelled(concerned.rows[0]), services)',
  },
  {
    name: 'no re-check of the assignment',
    file: `${flows}/reconcile-registrant.ts`,
    find: 'await ensureAssigned(desired.registrationId, inHand, registrant, services)',
    replace: 'void [ensureAssigned, inHand]',
  },
  {
    name: 'restore without looking at siblings',
    file: `${flows}/reconcile.ts`,
    find: 'concerned.rows = await readSiblings(registration, at, services)',
    replace: 'concerned.rows = [(await readSiblings(registration, at, services))[0]]',
  },
  {
    name: 'succession to a cancelled sibling',
    file: 'lib/rules/registrations/desired-state.ts',
    find: '.filter(isActive)',
    replace: '.filter((one, _at, all) => isActive(one) || all.length > 1)',
  },
  {
    name: 'conflict treated as success',
    file: `${flows}/reconcile.ts`,
    find: '  } catch (error) {\n    throw await writeFailure',
    replace:
      "  } catch (error) {\n    if (error instanceof ConflictError) return 'registered'\n    throw await writeFailure",
  },
  {
    name: 'the registrant that is left named nowhere',
    file: `${flows}/assign-registrant.ts`,
    find: '...(stays ? [] : [assignmentOf(before)])',
    replace: '',
  },
]
