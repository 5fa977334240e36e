import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Language } from '../words.ts'
import { html, type Html } from './html.ts'
import { PAGE_WORDS } from './words.ts'

export type Frame = {
  language: Language
  title: string
  company: string
  body: Html
  /** Where the same page is in other languages, without `lang`. */ path?: string
}

/** A whole page; works without a script, and loads nothing but its style sheet. */
export function page({ language, title, company, body, path }: Frame): string {
  const other = language === 'ru' ? 'en' : 'ru'
  const otherName = other === 'ru' ? 'Русский' : 'English'
  const whole = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} – ${company}</title>
        <link rel="stylesheet" href="/callback.css" />
      </head>
      <body>
        <main>
          <nav><span>${company}</span>${path !== undefined && html`<a href="${path}?lang=${other}" lang="${other}" hreflang="${other}">${otherName}</a>`}</nav>
          ${body}
        </main>
      </body>
    </html> `
  return whole.markup
}

/** Something could not be done, or is not there. */
export function wordPage({ language, company, text, ourNumber }: { language: Language; company: string; text: string; ourNumber: string }): string {
  const words = PAGE_WORDS[language]
  const body = html`<h1>${words.title}</h1>
    <p class="state" role="status">${text}</p>
    <p><a href="/callback?lang=${language}">${words.again}</a></p>
    ${callUs(language, ourNumber)}`
  return page({ language, company, title: words.title, body })
}

export const callUs = (language: Language, ourNumber: string): Html | false =>
  ourNumber !== '' &&
  html`<p class="note">
    ${PAGE_WORDS[language].orCall} <a href="tel:${ourNumber}">${parsePhoneNumberFromString(ourNumber)?.formatInternational() ?? ourNumber}</a>
  </p>`
