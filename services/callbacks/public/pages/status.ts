import type { PublicStatus } from '../../../schemas/callbacks.ts'
import { canBeCancelled } from '../status.ts'
import type { Language } from '../words.ts'
import { choice, faultList, input, type Shown } from './fields.ts'
import { callUs, page } from './frame.ts'
import { attributes, html, type Html } from './html.ts'
import { PAGE_WORDS, windowText } from './words.ts'

export type StatusPage = Pick<Shown, 'faults'> & {
  language: Language
  company: string
  ourNumber: string
  token: string
  status: PublicStatus
  message?: string
}

/** What the holder of a link sees, and what he can do. */
export function statusPage({ language, company, ourNumber, token, status, message, faults }: StatusPage): string {
  const words = PAGE_WORDS[language]
  const shown: Shown = { language, typed: {}, faults }
  const action = (name: string) => `/callback/${token}/${name}?lang=${language}`
  const { state } = status
  const isOver = !canBeCancelled(state) && state !== 'calling'
  const body = html`<h1>${words.yourCall}</h1>
    <p class="state" role="status">${words.states[state]}</p>
    ${faultList(words.check, shown, message)} ${state === 'codeNeeded' && codeForm(action('code'), status, shown)} ${!isOver && facts(status, language)}
    ${state === 'waiting' && html`<p><a href="/callback/${token}?lang=${language}">${words.refresh}</a></p>`}
    ${status.canMove && moveForm(action('move'), status, shown)}
    ${
      canBeCancelled(state) &&
      html`<details>
        <summary>${words.cancel}</summary>
        <p>${words.cancelSure}</p>
        <form method="post" action="${action('cancel')}"><button class="quiet">${words.cancelButton}</button></form>
      </details>`
    }
    ${isOver ? html`<p><a href="/callback?lang=${language}">${words.again}</a></p>` : html`<p class="note">${words.keepPage}</p>`}
    ${callUs(language, ourNumber)}`
  return page({ language, title: words.yourCall, company, body, path: `/callback/${token}` })
}

function facts({ window, zone, position, waitMinutes, numberEnds }: PublicStatus, language: Language): Html {
  const words = PAGE_WORDS[language]
  return html`<dl>
    <dt>${words.window}</dt>
    <dd>${windowText(window, zone, language)} <span class="note">${words.zone(zone)}</span></dd>
    ${
      position !== null &&
      html`<dt>${words.position}</dt>
        <dd>${words.ahead(position - 1)}</dd>`
    }
    ${
      waitMinutes !== null &&
      html`<dt>${words.wait}</dt>
        <dd>${words.waitMinutes(waitMinutes)}</dd>`
    }
    <dt>${words.numberEnds}</dt>
    <dd>${numberEnds}</dd>
  </dl>`
}

function codeForm(action: string, { numberEnds }: PublicStatus, shown: Shown): Html {
  const words = PAGE_WORDS[shown.language]
  const typing = { autocomplete: 'one-time-code', inputmode: 'numeric', maxlength: 6 }
  return html`<form method="post" action="${action}" novalidate>
    ${input({ name: 'code', label: words.code, hint: words.codeHint(numberEnds), attributes: typing }, shown)}
    <p><button>${words.confirm}</button></p>
  </form>`
}

function moveForm(action: string, { windows, zone }: PublicStatus, shown: Shown): Html {
  const { language } = shown
  const words = PAGE_WORDS[language]
  if (windows.length === 0)
    return html`<h2>${words.move}</h2>
      <p>${words.noWindows}</p>`
  const choices = windows.map((window) => ({ value: `${window.from}/${window.to}`, title: windowText(window, zone, language) }))
  return html`<details${attributes({ open: shown.faults.length > 0 })}>
    <summary>${words.move}</summary>
    <form method="post" action="${action}">
      ${choice({ name: 'wish', label: words.moveTo, choices }, shown)}
      <p><button>${words.moveButton}</button></p>
    </form>
  </details>`
}
