import type { PublicAnswer, PublicOptions } from '../../../schemas/callbacks.ts'
import type { Language } from '../words.ts'
import { choice, faultList, input, select, textarea, type Shown } from './fields.ts'
import { callUs, page, wordPage } from './frame.ts'
import { html, type Html } from './html.ts'
import { momentText, PAGE_WORDS, windowText } from './words.ts'

export type FormPage = Shown & {
  options: PublicOptions
  ourNumber: string
  /** Makes a form that is sent twice one request. */
  key: string
  /** What was refused, beside faults at fields. */
  message?: string
}

/** The form for sites and browsers without script. What was typed stays, whatever is refused. */
export function formPage({ options, ourNumber, key, message, ...shown }: FormPage): string {
  const { language } = shown
  const words = PAGE_WORDS[language]
  const body = html`<h1>${words.title}</h1>
    ${options.canCall ? html`<p>${words.intro}</p>` : closed(options, language)} ${callUs(language, ourNumber)} ${faultList(words.check, shown, message)}
    <form method="post" action="/callback?lang=${language}" novalidate>
      ${input({ name: 'number', label: words.number, hint: words.numberHint, type: 'tel', attributes: { autocomplete: 'tel', inputmode: 'tel', maxlength: 40 } }, shown)}
      ${input({ name: 'extension', label: words.extension, attributes: { inputmode: 'numeric', maxlength: 12, autocomplete: 'off' } }, shown)}
      ${input({ name: 'askFor', label: words.askFor, attributes: { maxlength: 80, autocomplete: 'off' } }, shown)}
      ${input({ name: 'name', label: words.name, attributes: { maxlength: 120, autocomplete: 'name' } }, shown)}
      ${choice({ name: 'wish', label: words.when, hint: words.zone(options.zone), choices: wishes(options, language) }, preselected(shown, options))}
      ${input({ name: 'email', label: words.email, hint: words.emailHint, type: 'email', attributes: { autocomplete: 'email', maxlength: 200 } }, shown)}
      ${select({ name: 'topic', label: words.topic, choices: [{ key: '', title: words.noTopic }, ...options.topics] }, shown)}
      ${textarea({ name: 'words', label: words.words, most: 2_000 }, shown)}
      <div class="more" aria-hidden="true">
        <label>${words.leaveEmpty}<input name="website" tabindex="-1" autocomplete="off" value="${shown.typed['website'] ?? ''}" /></label>
      </div>
      <input type="hidden" name="language" value="${language}" /><input type="hidden" name="zone" value="${options.zone}" /><input
        type="hidden"
        name="skill"
        value="${shown.typed['skill'] ?? ''}"
      /><input type="hidden" name="key" value="${key}" />
      <p><button>${words.send}</button></p>
      <p class="note">${words.privacy}</p>
    </form>`
  // A screen reader says the title first.
  const title = shown.faults.length > 0 || message !== undefined ? `${words.check} ${words.title}` : words.title
  return page({ language, title, company: options.company, body, path: '/callback' })
}

function closed({ opensAt, zone }: PublicOptions, language: Language): Html {
  const words = PAGE_WORDS[language]
  return html`<p class="state">${words.closed}${opensAt !== null && html` ${words.opens(momentText(opensAt, zone, language))}`}</p>`
}

function wishes({ canCall, now, windows, zone }: PublicOptions, language: Language) {
  const words = PAGE_WORDS[language]
  return [
    ...(canCall && now ? [{ value: 'now', title: now.waitMinutes === null ? words.now : words.nowWait(now.waitMinutes) }] : []),
    ...(canCall ? windows.map((window) => ({ value: `${window.from}/${window.to}`, title: windowText(window, zone, language) })) : []),
    { value: 'written', title: words.written },
  ]
}

/** Nobody is made to choose what there is one of. */
function preselected(shown: Shown, { canCall, now, windows }: PublicOptions): Shown {
  const only = canCall && now ? 'now' : !canCall || windows.length === 0 ? 'written' : ''
  return { ...shown, typed: { ...shown.typed, wish: shown.typed['wish'] || only } }
}

/** After a request that has no page of its own: asked for already, or a case. */
export function takenPage(answer: PublicAnswer, { language, company, ourNumber }: { language: Language; company: string; ourNumber: string }): string {
  const words = PAGE_WORDS[language]
  const text = answer.caseNumber === null ? words.same : `${words.caseTaken} ${words.caseNumber(answer.caseNumber)}`
  return wordPage({ language, company, text, ourNumber })
}
