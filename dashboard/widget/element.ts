import type { PublicOptions } from '../../services/schemas/callbacks.ts'
import { textOn } from './accent.ts'
import { createClient } from './client.ts'
import { codeView } from './code.ts'
import { el } from './dom.ts'
import { emptyDraft } from './draft.ts'
import { formView } from './form.ts'
import type { Offer, Panel, Step, View } from './panel.ts'
import { caseView, promisedView } from './promised.ts'
import { localeOf } from './slots.ts'
import css from './widget.css?inline'
import { languageOf, sayIn } from './words.ts'

const NAME = 'nightline-callback'
const REFRESH_MILLISECONDS = 60_000

/** Defines the element; its line is where the script came from, unless the tag names one. */
export function defineCallback(script: Element | null): void {
  if (customElements.get(NAME)) return
  const tag = script ?? document.querySelector('script[src$="/widget.js"]')
  customElements.define(NAME, callbackElement(tag instanceof HTMLScriptElement ? new URL(tag.src).origin : ''))
}

const callbackElement = (origin: string) =>
  class extends HTMLElement {
    static observedAttributes = ['lang', 'skill', 'label', 'accent', 'line', 'folded']
    readonly #draft = emptyDraft()
    readonly #accent = new CSSStyleSheet()
    readonly #spoken = el('div', { class: 'unseen', role: 'status' })
    #panel: Panel | undefined
    #step: Step = { is: 'form' }
    #view: View | undefined
    #offer: Offer = null
    #isSeen = false
    #isUnfolded = false
    #timer: ReturnType<typeof setInterval> | undefined
    // Nobody asks the line for a form that nobody has before him; who has it sees the wait of this minute.
    readonly #sight = new IntersectionObserver((entries) => {
      this.#isSeen = entries.at(-1)?.isIntersecting === true
      if (this.#offer === null) void this.#ask()
    })

    connectedCallback(): void {
      if (!this.shadowRoot) {
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(css)
        this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [sheet, this.#accent]
      }
      this.#draw()
      this.#sight.observe(this)
      this.#timer = setInterval(() => document.visibilityState === 'visible' && void this.#ask(), REFRESH_MILLISECONDS)
    }

    disconnectedCallback(): void {
      clearInterval(this.#timer)
      this.#sight.disconnect()
      this.#view?.stop?.()
    }

    attributeChangedCallback(name: string): void {
      if (!this.isConnected || !this.shadowRoot) return
      if (name === 'lang' || name === 'skill' || name === 'line') this.#offer = null
      this.#draw()
      if (this.#offer === null) void this.#ask()
    }

    /** Made anew with every step and every change of an attribute; the draft holds what he typed. */
    #draw(): HTMLElement {
      const panel = (this.#panel = this.#panelNow())
      const text = textOn(this.getAttribute('accent') ?? '')
      this.#accent.replaceSync(text ? `section,.fold{--accent:${this.getAttribute('accent')};--on-accent:${text}}` : '')
      this.#view?.stop?.()
      this.#view = this.#viewOf(panel)
      this.#view.offered?.(this.#offer)
      const label = this.getAttribute('label') || panel.say('title')
      const heading = el('h2', { id: 'title', tabindex: '-1' }, this.#view.title ?? label)
      const section = el('section', { id: 'panel', 'aria-labelledby': 'title', lang: panel.language }, heading, this.#view.node, this.#spoken)
      this.shadowRoot?.replaceChildren(...(this.hasAttribute('folded') ? [this.#folding(label, section)] : []), section)
      return heading
    }

    /** With `folded` a button stands there first, and the form comes when it is pressed. */
    #folding(label: string, section: HTMLElement): HTMLElement {
      const unfold = () => {
        section.hidden = !this.#isUnfolded
        button.ariaExpanded = String(this.#isUnfolded)
      }
      const press = () => {
        this.#isUnfolded = !this.#isUnfolded
        unfold()
        section.querySelector('h2')?.focus()
        if (this.#offer === null) void this.#ask()
      }
      const button = el('button', { class: 'main fold', 'aria-controls': 'panel', onclick: press }, label)
      unfold()
      return button
    }

    #viewOf(panel: Panel): View {
      const step = this.#step
      switch (step.is) {
        case 'form':
          return formView(panel)
        case 'code':
          return codeView(panel, step)
        case 'promised':
          return promisedView(panel, step)
        case 'case':
          return caseView(panel, step.number)
      }
    }

    #panelNow(): Panel {
      const given = this.getAttribute('lang')
      const language = languageOf([given, document.documentElement.lang, ...navigator.languages])
      const line = (this.getAttribute('line') ?? origin).replace(/\/$/, '')
      const locale = localeOf(language, navigator.languages)
      return {
        say: sayIn(language),
        language,
        line,
        client: createClient(line),
        skill: this.getAttribute('skill') ?? undefined,
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        draft: this.#draft,
        placeOf: (zone) => ({ locale, zone }),
        announce: (text) => (this.#spoken.textContent = text),
        show: (step) => {
          this.#step = step
          this.#draw().focus()
          void this.#ask()
        },
        refresh: () => void this.#ask(),
      }
    }

    async #ask(): Promise<void> {
      const panel = this.#panel
      if (!panel || !this.#isSeen || this.#step.is !== 'form' || (this.hasAttribute('folded') && !this.#isUnfolded)) return
      const { client, language, zone, skill } = panel
      const first = await client.get<PublicOptions>('/options', { language, zone, skill })
      // A browser may know a zone that the line does not know yet; the line then shows its own.
      const reply = !first.isOk && first.status > 0 ? await client.get<PublicOptions>('/options', { language, skill }) : first
      if (panel !== this.#panel) return
      if (reply.isOk) this.#offer = reply.body
      // What was offered a minute ago is still better than nothing; the line says at the end whether it holds.
      else if (this.#offer === null) this.#offer = 'away'
      this.#view?.offered?.(this.#offer)
    }
  }
