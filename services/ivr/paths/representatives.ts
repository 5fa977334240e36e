import type { Answer, Asked, CaseInWords, DirectoryMatch, Question, Words } from '../questions.ts'
import type { Literals } from './literals.ts'

/** One answer of the program out of each kind that makes a difference. */
export type Representative = { label: string; answer: Answer }

const somebody: Asked = { name: 'First', phone: '+493023125301', why: '' }
const anotherOne: Asked = { name: 'Second', phone: '+493023125302', why: '' }
const unknown: Representative = { label: 'not known', answer: { kind: 'unknown', reason: 'it took too long' } }

/** All that the program could answer, as far as a flow can tell it apart. `literals`: what the flow compares values with. */
export function answersTo(question: Question, literals: Literals): Representative[] {
  // Without an answer the clock says whether it is open: one of the two again.
  const isCertain = question.kind === 'opening' && question.hours !== null
  return [...certain(question, literals), ...(isCertain ? [] : [unknown])].map(({ label, answer }) => ({ label: `${question.kind}: ${label}`, answer }))
}

function certain(question: Question, literals: Literals): Representative[] {
  switch (question.kind) {
    case 'onShift':
    case 'keeper':
    case 'owner':
      return people(question.asked)
    case 'opening':
      return [
        { label: 'open', answer: { kind: 'opening', isOpen: true, next: null } },
        { label: 'closed', answer: { kind: 'opening', isOpen: false, next: words(question.languages, 'tomorrow at 8 AM') } },
      ]
    case 'pin':
      return [
        { label: 'right', answer: { kind: 'pin', verdict: 'right', personId: 'somebody' } },
        { label: 'wrong', answer: { kind: 'pin', verdict: 'wrong', personId: null } },
        { label: 'too many', answer: { kind: 'pin', verdict: 'tooMany', personId: null } },
      ]
    case 'queue':
      return queue(question.asked, literals)
    case 'wake': {
      const none = { person: null, by: null, caseNumber: null, owner: null }
      const opened = { caseNumber: '1000180', owner: 'First' }
      return [
        { label: 'calling', answer: { kind: 'wake', state: 'calling', ...none } },
        { label: 'accepted', answer: { kind: 'wake', state: 'accepted', person: 'Second', by: words(question.languages, '3:40 AM'), ...opened } },
        { label: 'nobody', answer: { kind: 'wake', state: 'nobody', person: null, by: null, ...opened } },
      ]
    }
    case 'promise':
      return [{ label: 'by 6 PM', answer: { kind: 'promise', at: '2026-03-04T17:00:00.000Z', by: words(question.languages, 'by 6 PM') } }]
    case 'caseStatus':
      return [
        { label: 'found', answer: { kind: 'caseStatus', verdict: 'found', case: someCase(question.languages) } },
        { label: 'wrong', answer: { kind: 'caseStatus', verdict: 'wrong', case: null } },
        { label: 'too many', answer: { kind: 'caseStatus', verdict: 'tooMany', case: null } },
      ]
    case 'customer':
      return [
        { label: 'of no customer', answer: { kind: 'customer', isKnown: false, openCases: 0, case: null } },
        ...numbers(literals.of('customer.openCases'), [0, 1]).map((openCases): Representative => {
          const found = openCases > 0 ? someCase(question.languages) : null
          return { label: `${openCases} open cases`, answer: { kind: 'customer', isKnown: true, openCases, case: found } }
        }),
      ]
    case 'incidents': {
      const [text, by] = [words(question.languages, 'There is no heating in Lindenstrasse.'), words(question.languages, 'by 6 PM')]
      const two = ['first', 'second'].map((id) => ({ id, text, caseNumber: '1000180', by }))
      return [0, 1, 2].map((count) => ({ label: String(count), answer: { kind: 'incidents', incidents: two.slice(0, count) } }))
    }
    case 'directory':
      return directory(question.languages)
  }
}

/** After two rounds there is nobody left. */
function people(asked: readonly string[]): Representative[] {
  const on = (label: string, round: readonly Asked[]): Representative => ({ label, answer: { kind: 'people', standing: 'on', round, notAsked: [] } })
  if (asked.length > 0) return [...(asked.includes(anotherOne.phone) ? [] : [on('somebody else', [anotherOne])]), on('nobody else', [])]
  return [
    on('on', [somebody]),
    { label: 'busy', answer: { kind: 'people', standing: 'busy', round: [], notAsked: [] } },
    { label: 'gap', answer: { kind: 'people', standing: 'gap', round: [], notAsked: [] } },
  ]
}

function queue(asked: readonly string[], literals: Literals): Representative[] {
  const answer = (standing: 'turn' | 'wait' | 'gap', round: readonly Asked[], ahead = 0, waitMinutes: number | null = null): Answer => {
    return { kind: 'queue', standing, ahead, waitMinutes, round, notAsked: [] }
  }
  const ahead = numbers([...literals.of('queue.ahead'), ...numbers(literals.of('queue.position'), []).map((position) => String(position - 1))], [0, 2])
  const waits = [null, ...numbers(literals.of('queue.wait'), [])]
  return [
    ...(asked.includes(somebody.phone) ? [] : [{ label: 'his turn', answer: answer('turn', [somebody]) }]),
    ...ahead.flatMap((before) => waits.map((minutes) => ({ label: `${before} before him`, answer: answer('wait', [], before, minutes) }))),
    { label: 'gap', answer: answer('gap', []) },
  ]
}

function directory(languages: readonly string[]): Representative[] {
  const entry = (n: number, more: Partial<DirectoryMatch>): DirectoryMatch => {
    return { id: `entry${n}`, name: `Entry ${n}`, number: '+493023125400', hours: words(languages, 'from 8 to 5'), isOpen: true, ...more }
  }
  const found = (label: string, ...entries: DirectoryMatch[]): Representative => ({ label, answer: { kind: 'directory', entries } })
  return [
    found('none'),
    found('one', entry(1, {})),
    found('one, closed', entry(1, { isOpen: false })),
    found('one, without a number', entry(1, { number: null, hours: null })),
    found('several', entry(1, {}), entry(2, { isOpen: false, number: null })),
  ]
}

function someCase(languages: readonly string[]): CaseInWords {
  return { number: '1000180', words: words(languages, 'Somebody is working on it'), level: '2', by: words(languages, 'by 6 PM') }
}

const words = (languages: readonly string[], text: string): Words => Object.fromEntries(languages.map((language) => [language, text]))

/** The usual ones, and whatever a condition could tell apart from them: each number that it names, and its neighbours. */
function numbers(written: readonly string[], usual: readonly number[]): number[] {
  const named = written.map(Number).filter((number) => Number.isInteger(number))
  return [...new Set([...usual, ...named.flatMap((number) => [number - 1, number, number + 1])])].filter((number) => number >= 0)
}
