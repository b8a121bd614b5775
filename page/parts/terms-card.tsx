import { useAction } from '../action.ts'
import { useShared } from '../context.ts'
import { acceptedTerms, acceptTerms } from '../data/accounts.ts'
import { useLoaded } from '../loaded.ts'
import { ProblemBar } from './problem-bar.tsx'
import { Show } from './show.tsx'

/** Whether the terms of the provider are accepted for the organisation, and a button that does it. */
export function TermsCard() {
  const { api, words, formats, refresh } = useShared()
  const terms = useLoaded(() => acceptedTerms(api).then((accepted) => ({ accepted })))
  const { run, isRunning, problem } = useAction(() => acceptTerms(api, words.termsRow).then(refresh))

  return (
    <section class="card">
      <h3>{words.terms}</h3>
      <Show loaded={terms} part="terms">
        {({ accepted }) =>
          accepted ? (
            <p class="well">{words.termsAccepted(accepted.by, formats.time(accepted.on))}</p>
          ) : (
            <>
              <p class="unwell">{words.termsOpen}</p>
              <p class="buttons">
                <fluent-button
                  appearance="primary"
                  disabled-focusable={isRunning}
                  aria-disabled={isRunning}
                  onClick={run}
                >
                  {words.acceptTerms}
                </fluent-button>
              </p>
            </>
          )
        }
      </Show>
      {problem !== undefined && <ProblemBar problem={problem} part="terms" />}
    </section>
  )
}
