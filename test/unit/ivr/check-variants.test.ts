import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { CheckFacts } from '../../../services/ivr/check-flow.ts'
import type { Rule } from '../../../services/ivr/findings.ts'
import { joinSources, parseFlow } from '../../../services/ivr/parse-flow.ts'

/** A good flow of test/flows/good. */
const read = (name: string): string => readFileSync(new URL(`../../flows/good/${name}.yaml`, import.meta.url), 'utf8')
const wholeLine = read('whole-line')
const withParts = read('with-parts')
const askContract = read('ask-contract')

const found = (source: string, facts?: CheckFacts): string[] => parseFlow(source, 'x.yaml', facts).findings.map(({ rule, step }) => `${rule} ${step ?? '-'}`)
const changed = (source: string, edits: ReadonlyArray<readonly [from: string, to: string]>): string =>
  edits.reduce((text, [from, to]) => {
    expect(text, from).toContain(from)
    return text.replace(from, to)
  }, source)

type Edit = readonly [from: string, to: string]
/** One mistake in the whole line, and where it is found; nothing else is. */
const variants: [rule: Rule, step: string, ...edits: Edit[]][] = [
  ['missing-step', '-', ['onNoMatch: { goTo: operator }\nsteps', 'onNoMatch: { goTo: oprator }\nsteps']],
  ['missing-step', 'leave', ['next: left', 'next: lefd']],
  ['missing-step', 'wait', ['leave: leave', 'leave: back']],
  ['missing-text', 'link', [", ru: 'Обращение: {{case.number}}. Пишите: https://example.com'", '']],
  ['missing-text', 'goodbye', ['ru: До свидания.', "ru: ' '"]],
  ['missing-text', 'wait', ['\n        ru: \'Перед вами {{queue.ahead | plural one: "# человек", few: "# человека", many: "# человек"}}.\'', '']],
  ['template', 'wait', [', many: "# человек"', '']],
  ['template', 'reported', ['{{case.number | slowly}}', '{{case.number | slow}}']],
  ['unknown-name', 'number', ['number: captured.phone', 'number: captured.fone']],
  ['unknown-name', 'look', ['https://contracts.example.com/{{captured.contract}}', 'https://contracts.example.com/{{captured.contrakt}}']],
  ['unknown-name', 'urgent', ['Urgent, from {{call.from}}', 'Urgent, from {{call.form}}']],
  ['condition', 'found2', ['if: directory.isOpen,', 'if: "directory.name matches (",']],
  ['not-known-yet', 'joined', ['{{incident.by}}.', '{{wake.by}}.']],
  ['clashing-words', 'main', ['ru: [поломка]', 'ru: [Оператор]']],
  ['clashing-words', 'main', ["'2': status", "'2': { goTo: status, say: { en: ['Fault!'] } }"]],
  ['clashing-keys', 'main', ["'7': repeat", "'9': contract"]],
  ['clashing-keys', 'main', ["'4': urgent", "'04': urgent"]],
  ['clashing-keys', 'phone', ['    maxDigits: 15\n', "    maxDigits: 15\n    finishOnKey: '*'\n"]],
  ['menu-too-wide', 'main', ["'7': repeat", "'7': operator"]],
  ['menu-too-wide', 'main', ["'8': { language: { en: ru, ru: en } }", "'8': { goTo: yourCase, language: { en: ru, ru: en } }"]],
  ['unreachable', 'find', ["'3': find", "'3': status"]],
  ['unreachable', 'more', ["'5': more", "'5': urgent"], ['    options: {}', "    options: { '1': more }"]],
  ['dead-end', 'link', ["example.com' }\n    next: message", "example.com' }"]],
  ['dead-end', 'wait', ['    callback: number\n    onFailed: message\n', '    callback: number\n']],
  ['silent-circle', 'found2', ['onFailed: closedNow', 'onFailed: found2']],
  [
    'silent-circle',
    'look',
    ['    onFailed: floor', '    onFailed: again'],
    ['  floor:\n', '  again: { do: sms, text: { en: Wait., ru: Ждите. }, next: look }\n  floor:\n'],
  ],
  ['silent-circle', 'urgent', ['    onNobody: message', '    onNobody: urgent']],
  ['silence-hangs-up', '-', ['onNoMatch: { goTo: operator }\nsteps', 'onNoMatch: { goTo: goodbye }\nsteps']],
  [
    'silence-hangs-up',
    'status',
    ['    onNotFound: operator\n  found:', '    onNotFound: sorry\n  sorry: { do: say, prompt: { en: Sorry., ru: Жаль. }, next: goodbye }\n  found:'],
  ],
  ['no-way-out', 'floor', ['    maxDigits: 2\n', '    maxDigits: 2\n    onNoInput: { goTo: floor }\n']],
  [
    'no-way-out',
    'floor',
    ['    maxDigits: 2\n', '    maxDigits: 2\n    onNoMatch: { goTo: contract }\n'],
    ['    minDigits: 6\n', '    minDigits: 6\n    onNoMatch: { goTo: floor }\n'],
    ['onNoMatch: { goTo: floor }', 'onNoMatch: { tries: 2 }'],
    ['onNoMatch: { goTo: contract }', 'onNoMatch: { goTo: floor }'],
  ],
  ['goodbye-without-answer', 'night', ['    next: link\n', '    next: goodbye\n'], ['onFailed: message\n  leave:', 'onFailed: link\n  leave:']],
  ['goodbye-without-answer', 'main', ["'5': more", "'5': goodbye"], ["options: { '1': main }", "options: { '1': main, '2': more }"]],
  ['goodbye-without-answer', 'wait', ['onFailed: message\n  leave:', 'onFailed: goodbye\n  leave:']],
  ['empty-offer', 'wait', ['    promise: true\n', ''], ['Ответ - {{case.by}}.', ''], [' You have an answer {{case.by}}.', '']],
  ['empty-offer', 'wait', ['callback: number', 'callback: message'], ['onNoNumber: message', 'onNoNumber: number']],
  ['speech-only', 'floor', ['    maxDigits: 2\n', '    input: speech\n']],
  [
    'unused-capture',
    'anythingElse',
    [
      "    do: menu\n    prompt: { en: 'For something else, press 1. Otherwise you may hang up.'",
      "    do: gather\n    name: mood\n    prompt: { en: 'For something else, press 1. Otherwise you may hang up.'",
    ],
    ["    options: { '1': main }\n", '    next: goodbye\n'],
  ],
  ['long-prompt', 'greet', ['en: This is the line for heating.', `en: '${'Warm words. '.repeat(10)}'`]],
  ['long-prompt', 'wait', ['# callers are"}} before you.', `# callers are"}} before you. ${'We hurry. '.repeat(10)}`]],
  [
    'long-sentence',
    'more',
    ['We are in the yellow house by the bridge. To', 'We are in an old red hut by the sea and if you go on by it to the big oak we are on'],
  ],
  ['officialese', 'night', ['We are closed now.', 'We are closed at this time.']],
  ['officialese', 'link', ['Write to us', 'Do not hesitate to write to us']],
  ['fast-number', 'yourCase', ['{{status.number | slowly}} {{status.words}}.', '{{status.number | digits}} {{status.words}}.']],
  ['no-answer-yet', 'leave', ['    onDelay: thanks\n', '']],
  ['http-host', 'look', ['https://contracts.example.com/', 'https://{{customer.name}}/']],
  ['http-plain', 'look', ['https://contracts', 'http://contracts']],
  ['without-effect', 'look', ['    next: floor\n', "    body: { contract: '{{captured.contract}}' }\n    next: floor\n"]],
  ['secret', 'floor', ['    name: floor\n', '    name: floor\n    identifies: pin\n    input: both\n']],
]

describe('one mistake, one finding', () => {
  it('none in the whole line', () => {
    expect(found(wholeLine)).toEqual([])
  })
  it.each(variants)('%s at %s: %j', (rule, step, ...edits) => {
    expect(new Set(found(changed(wholeLine, edits)))).toEqual(new Set([`${rule} ${step}`]))
  })
})

const head = 'flow: s\ntitle: S\nzone: Europe/Berlin\nlanguages: [en]\nstart: a\n'
const mail = '  mail: { do: voicemail, title: T, prompt: { en: Speak. }, next: bye }\n'
const say = (text: string, next = 'mail'): string => `{ do: say, prompt: { en: '${text}' }, next: ${next} }`
const gather = (name: string, next: string): string => `{ do: gather, name: ${name}, maxDigits: 2, prompt: { en: '${name}?' }, next: ${next} }`
const menu = (options: string): string => `{ do: menu, prompt: { en: Which? }, options: { ${options} } }`
const ring = (more = ''): string => `{ do: dial, to: onShift, onFailed: mail${more} }`
const openCase = '{ do: openCase, title: T, reason: R, next: b, onDelay: mail }'
/** A small flow whose steps begin at `a`; a voicemail and a good-bye are there. */
const small = (steps: Record<string, string>, top = '', end = mail): string =>
  `${head}${top}steps:\n${Object.entries(steps)
    .map(([id, step]) => `  ${id}: ${step}\n`)
    .join('')}${end}  bye: { do: hangUp }\n`

describe('small flows', () => {
  it.each<readonly [what: string, source: string, findings: string[]]>([
    ['nobody was woken', small({ a: say('{{wake.person}}') }), ['not-known-yet a']],
    [
      'nobody has accepted',
      small({ a: '{ do: wake, title: T, reason: R, next: b, onNobody: c }', b: say('{{wake.person}}'), c: say('{{wake.person}}') }),
      ['not-known-yet c'],
    ],
    ['a case without a promise', small({ a: openCase, b: say('{{case.by}}') }), ['not-known-yet b']],
    ['a case with one', small({ a: openCase.replace('title', 'promise: true, title'), b: say('{{case.by}}') }), []],
    ['the owner of no case', small({ a: '{ do: dial, to: owner, onFailed: mail }' }), ['not-known-yet a']],
    ['a message on no case', small({ a: '{ do: voicemail, keep: onCase, title: T, prompt: { en: Speak. }, next: bye }' }, '', ''), ['not-known-yet a']],
    ['while it is open', small({ a: "{ do: hours, days: { mon: '08:00-09:00' }, open: b, closed: mail }", b: say('{{opening.next}}') }), ['not-known-yet b']],
    [
      'an answer before its question',
      small({ a: "{ do: branch, when: [{ if: captured.x == '1', goTo: mail }], else: b }", b: gather('x', 'mail') }),
      ['not-known-yet a'],
    ],
    ['the same in a circle', small({ a: "{ do: branch, when: [{ if: captured.x == '1', goTo: mail }], else: b }", b: gather('x', 'a') }), []],
    [
      'four questions before a person',
      small({ a: gather('i', 'b'), b: gather('j', 'c'), c: gather('k', 'd'), d: gather('l', 'e'), e: ring() }),
      ['too-deep d'],
    ],
    ['three', small({ a: gather('i', 'b'), b: gather('j', 'c'), c: gather('k', 'e'), e: ring() }), []],
    [
      'one way is short, the other is not',
      small({ a: menu("'1': b, '2': c"), b: menu("'1': r, '2': mail"), c: menu("'1': d"), d: menu("'1': e"), e: menu("'1': r"), r: ring() }),
      ['too-deep e'],
    ],
    ['a person is offered, and he goes on', small({ a: menu("'1': b, '2': r"), b: menu("'1': c"), c: menu("'1': d"), d: menu("'1': r"), r: ring() }), []],
    [
      'only a case behind four questions',
      small({ a: gather('i', 'b2'), b2: gather('j', 'c'), c: gather('k', 'd'), d: gather('l', 'e'), e: openCase, b: say('Thanks.') }),
      [],
    ],
    ['nobody at all', small({ a: menu("'1': b, '2': bye"), b: say('We are open.', 'bye') }, '', ''), ['no-person -']],
    ['only cases', small({ a: openCase.replace('mail', 'bye'), b: say('Thanks.', 'bye') }, '', ''), ['no-person -']],
    ['two lost steps', small({ a: ring(), x: say('x', 'y'), y: say('y') }), ['unreachable x']],
    ['two lost steps in a circle', small({ a: ring(), x: menu("'1': y"), y: menu("'1': x") }), ['unreachable x']],
    ['two menus that lead to each other', small({ a: menu("'1': b"), b: menu("'1': a") }), ['dead-end a']],
    ['a menu without options', small({ a: menu("'1': b, '2': mail"), b: menu('') }), ['dead-end b']],
    ['a menu out of which "back" leads', small({ a: menu("'1': b, '2': mail"), b: menu("'*': back") }), []],
    ['a first menu out of which "back" leads nowhere', small({ a: menu("'*': back") }), ['dead-end a']],
    [
      'no end for silence',
      small({ a: menu("'1': r"), r: '{ do: dial, to: onShift, onFailed: b }', b: '{ do: hangUp, served: true }' }, '', '').replace(
        '  bye: { do: hangUp }\n',
        '',
      ),
      ['no-way-out a'],
    ],
    ['the person behind 0 is one', small({ a: menu("'1': b"), b: ring() }, "keys: { '0': b }\n"), []],
    ['who dials nobody while nobody is free', small({ a: '{ do: dial, to: onShift, onFailed: bye }' }, '', ''), ['goodbye-without-answer a']],
    ['a good-bye after the talk', small({ a: ring(', onAnswered: bye') }), []],
    ['a case number is not found, and that is all', small({ a: '{ do: caseStatus, next: mail, onNotFound: bye }' }), ['silence-hangs-up a']],
    [
      'a queue that offers the case and opens one without a promise',
      small({ a: '{ do: queue, leave: c, onFailed: mail }', b: say('Thanks.'), c: openCase }),
      ['empty-offer a'],
    ],
    ['"nxt" is meant to be "next"', small({ a: '{ do: say, prompt: { en: Hi }, nxt: mail }' }), ['schema a']],
    ['no "next"', small({ a: '{ do: say, prompt: { en: Hi } }' }), ['dead-end a']],
    ['a name that nobody knows is not also unknown here', small({ a: say('{{captured.x}}') }), ['unknown-name a']],
  ])('%s', (_, source, findings) => {
    expect(found(source)).toEqual(findings)
  })

  it.each([
    ['http://example.com/x', ['http-plain a']],
    ['http://127.example.com.evil', ['http-plain a']],
    ['http://[broken/x', ['http-plain a']],
    ['https://[broken/x', []],
    ['http://localhost:8080/x', []],
    ['http://127.0.0.1/{{call.from}}', []],
    ['http://[::1]:1/x', []],
    ['ftp://example.com', ['http-host a']],
    ['https://{{call.from}}/x', ['http-host a']],
  ])('asks %s', (url, findings) => {
    expect(found(small({ a: `{ do: http, url: '${url}', next: mail, onFailed: mail }` }))).toEqual(findings)
  })

  it.each([
    ['dial', '{ do: dial, to: onShift, skill: gaz, onFailed: mail }'],
    ['queue', '{ do: queue, skill: gaz, onFailed: mail }'],
    ['wake', '{ do: wake, skill: gaz, title: T, reason: R, next: mail, onNobody: mail }'],
    ['hours', '{ do: hours, onShift: true, skill: gaz, open: mail, closed: mail }'],
  ])('a skill that nobody is ever on for: %s', (_, step) => {
    const [finding, ...others] = parseFlow(small({ a: step }), 'x.yaml', { skills: ['gas'] }).findings
    expect(finding).toMatchObject({ rule: 'unknown-skill', step: 'a', message: expect.stringMatching('did you mean "gas"') })
    expect(others).toEqual([])
    expect(found(small({ a: step }), { skills: ['gaz'] })).toEqual([])
    expect(found(small({ a: step }))).toEqual([])
  })
})

describe('subflows', () => {
  const joined = (main: string, ...parts: string[]): string => joinSources(main, parts)
  it.each<[what: string, source: string, findings: string[], facts?: CheckFacts]>([
    ['all is there', joined(withParts, askContract), []],
    ['the file is missing', withParts, ['subflow first', 'subflow second']],
    ['the part is fine by itself', askContract, []],
    ['the part is entered', askContract, [], { entered: ['ask-contract'] }],
    ['"return" where nobody comes from', askContract, ['subflow -'], { entered: [] }],
    ['the part has an error', joined(withParts, askContract.replace('next: kind', 'next: knd')), ['subflow first', 'subflow second']],
    ['the part does not speak Russian', joined(withParts, askContract.replace('[en, ru]', '[en]')), ['subflow first', 'subflow second']],
    [
      'the part names what nobody captured',
      joined(withParts.replace('{ town: Berlin }', '{ city: Berlin }'), askContract),
      ['unknown-name first', 'unknown-name second'],
    ],
    [
      'the flow enters itself',
      withParts
        .replace('flow: ask-contract, next: look', 'flow: with-parts, next: look')
        .replace('goTo: second', 'goTo: report')
        .replace(/ {2}second: .*\n/, ''),
      ['subflow first'],
    ],
    [
      'two parts enter each other',
      joined(
        withParts.replace('goTo: second', 'goTo: report').replace(/ {2}second: .*\n/, ''),
        askContract.replace('steps:\n', 'steps:\n  more: { do: subflow, flow: other, next: ask }\n').replace('start: ask', 'start: more'),
        askContract
          .replace('flow: ask-contract', 'flow: other')
          .replace('steps:\n', 'steps:\n  more: { do: subflow, flow: ask-contract, next: ask }\n')
          .replace('start: ask', 'start: more'),
      ),
      ['subflow first'],
    ],
    [
      'the part never comes back',
      joined(
        withParts,
        askContract
          .replaceAll('return', 'ask')
          .replace("{ '1': ask, '2': ask }", "{ '1': gone, '2': gone }")
          .replace('  ask:', '  gone: { do: hangUp, served: true }\n  ask:'),
      ),
      ['no-return first', 'no-return second'],
    ],
    [
      'a good-bye within a part',
      joined(withParts, askContract.replace("'2': return }", "'2': gone }\n  gone: { do: hangUp }")),
      ['goodbye-without-answer first', 'goodbye-without-answer second'],
    ],
    [
      'a dead end within a part is told there',
      joined(withParts, askContract.replace("'2': return }", "'2': stuck }\n  stuck: { do: menu, prompt: { en: Hm., ru: Гм. }, options: { '1': stuck } }")),
      ['subflow first', 'subflow second'],
    ],
  ])('%s', (_, source, findings, facts) => {
    expect(found(source, facts).sort()).toEqual(findings)
  })
})
