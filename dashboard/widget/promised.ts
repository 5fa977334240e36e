import type { PublicStatus } from '../../services/schemas/callbacks.ts'
import { el } from './dom.ts'
import type { Panel, Standing, Step, View } from './panel.ts'
import { dayText, rangeText, timeText } from './slots.ts'

const EVERY_MILLISECONDS = 20_000
const MAY_CHANGE: readonly string[] = ['codeNeeded', 'scheduled', 'waiting', 'calling']

/** What was promised, where he stands now, and the link by which he moves or cancels it. */
export function promisedView(panel: Panel, { token, isSame, standing }: Extract<Step, { is: 'promised' }>): View {
  const { say, client, line } = panel
  const lead = el('p', { class: 'lead' })
  const place = el('p')
  const node = el('div', {}, lead, place)
  const shown = (now: Standing) => {
    const text = standingText(panel, now)
    // The place in the queue is shown, and spoken only with something new: nobody wants to hear it every few seconds.
    if (lead.textContent && lead.textContent !== text) panel.announce(text)
    lead.textContent = text
    place.textContent = placeText(panel, now)
    if (!MAY_CHANGE.includes(now.state)) end()
  }
  const end = () => {
    clearInterval(timer)
    node.replaceChildren(lead, again(panel))
  }
  const look = async () => {
    const reply = await client.get<PublicStatus>(`/${token}`)
    if (reply.isOk) shown(reply.body)
    else if ([404, 410].includes(reply.status)) shown({ ...standing, state: 'over' })
  }
  const timer = setInterval(() => {
    if (token && document.visibilityState === 'visible') void look()
  }, EVERY_MILLISECONDS)
  if (standing.window) shown(standing)
  if (token) {
    // In a window of its own, which learns nothing of this page.
    const link = el('a', { href: `${line}/callback/${token}`, target: '_blank', rel: 'noopener noreferrer' }, say('link'))
    node.append(el('p', {}, link))
    void look()
  } else node.append(again(panel))
  return { node, title: say(isSame ? 'same' : 'accepted'), stop: () => clearInterval(timer) }
}

export function caseView(panel: Panel, number: string | null): View {
  const { say } = panel
  const text = [say('caseText'), ...(number === null ? [] : [say('caseNumber', { number })])].join(' ')
  return { node: el('div', {}, el('p', { class: 'lead' }, text), again(panel)), title: say('case') }
}

const again = (panel: Panel) => el('button', { type: 'button', onclick: () => panel.show({ is: 'form' }) }, panel.say('new'))

function standingText({ say, placeOf }: Panel, { state, window, zone }: Standing): string {
  if (state === 'codeNeeded') return say('codeTitle')
  if (state !== 'scheduled' && state !== 'waiting') return say(state)
  if (!window) return ''
  const place = placeOf(zone)
  const day = dayText(window.from, place)
  return state === 'waiting' ? say('waiting', { time: timeText(window.to, place) }) : say('scheduled', { day, time: rangeText(window, place) })
}

function placeText({ say }: Panel, { state, position, waitMinutes: minutes }: Standing): string {
  const parts = [...(position === null ? [] : [say('place', { position })]), ...(minutes ? [say('wait', { minutes })] : [])]
  return state === 'waiting' ? parts.join(' ') : ''
}
