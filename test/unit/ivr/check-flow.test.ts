import { describe, expect, it } from 'vitest'
import { parseFlow } from '../../../services/ivr/parse-flow.ts'

const good = `flow: shop
title: Shop
zone: Europe/Berlin
languages: [en, ru]
start: main
keys: { '0': mail }
steps:
  main:
    do: menu
    prompt: { en: Press 1., ru: Нажмите 1. }
    options:
      '1': contract
      '2': { goTo: mail, language: ru, say: { en: [mail] } }
  contract:
    do: gather
    name: contract
    prompt: { en: Number?, ru: Номер? }
    minDigits: 6
    next: choice
  choice:
    do: branch
    when:
      - { if: customer.known, goTo: report }
    else: open
  open: { do: hours, days: { mon: '08:00-12:00' }, open: report, closed: mail }
  report: { do: openCase, title: 'T {{captured.contract}}', reason: R, next: said, onDelay: bye }
  said: { do: say, prompt: { en: 'Case {{case.number | slowly}}.', ru: 'Номер {{case.number | slowly}}.' }, next: bye }
  mail: { do: voicemail, prompt: { en: Speak., ru: Говорите. }, title: Mail, next: bye }
  bye: { do: hangUp }
`

const long = 'word '.repeat(30)
const cases: Array<[rule: string, severity: string, from: string | RegExp, to: string, line: number, step: string | undefined, message: RegExp]> = [
  ['missing-step', 'error', "'1': contract", "'1': contrct", 12, 'main', /^option 1 leads to "contrct", which does not exist \(did you mean "contract"\?\)$/],
  ['missing-step', 'error', 'start: main', 'start: man', 5, undefined, /"start" leads to "man", which does not exist \(did you mean "main"/],
  ['missing-step', 'error', "'0': mail", "'0': xyzzyq", 6, undefined, /option 0 leads to "xyzzyq", which does not exist$/],
  ['missing-step', 'error', 'next: choice', 'next: back', 19, 'contract', /works for keys only/],
  ['missing-step', 'error', 'goTo: report }', 'goTo: nope }', 23, 'choice', /condition 1 leads to "nope"/],
  ['missing-text', 'error', 'en: Number?, ru: Номер?', 'en: Number?', 17, 'contract', /the text in "ru" is missing/],
  ['template', 'error', 'T {{captured.contract}}', 'T {{captured.contract', 26, 'report', /never closed/],
  [
    'unknown-name',
    'error',
    'T {{captured.contract}}',
    'T {{captured.contrct}}',
    26,
    'report',
    /\{\{captured.contrct\}\} is not known here \(did you mean "captured.contract"/,
  ],
  ['unknown-name', 'error', 'if: customer.known', 'if: customer.know', 23, 'choice', /"customer.know" is not known here \(did you mean "customer.known"/],
  ['condition', 'error', 'if: customer.known', 'if: customer.known =', 23, 'choice', /is not understood/],
  ['zone', 'error', 'zone: Europe/Berlin', 'zone: Europe/Berlim', 3, undefined, /"Europe\/Berlim" does not exist/],
  ['zone', 'error', 'do: hours,', 'do: hours, zone: Nowhere,', 25, 'open', /"Nowhere" does not exist/],
  ['language', 'error', 'language: ru', 'language: de', 13, 'main', /"de" is not among the flow's languages/],
  ['language', 'error', '[en, ru]', '[en, ru, ru]', 4, undefined, /listed twice/],
  ['unspoken-language', 'advice', 'en: Number?,', 'en: Number?, de: Nummer?,', 17, 'contract', /"de" is never spoken/],
  ['unspoken-language', 'advice', 'en: Number?,', 'en: { in: en, say: N },', 17, 'contract', /write the text alone/],
  ['reserved-name', 'error', /bye/g, 'back', 29, 'back', /has a meaning of its own/],
  ['digits', 'error', 'minDigits: 6', 'minDigits: 6\n    maxDigits: 4', 18, 'contract', /minDigits \(6\) is more than maxDigits \(4\)/],
  ['secret', 'error', 'name: contract', 'name: contract\n    identifies: pin\n    confirm: true', 14, 'contract', /neither read back nor spoken/],
  ['clashing-words', 'error', "'1': contract", "'1': { goTo: contract, say: { en: [Mail!] } }", 13, 'main', /"mail" means option 1 as well as option 2/],
  ['clashing-keys', 'advice', "'1': contract", "'0': contract", 12, 'main', /option 0 hides the key 0/],
  ['clashing-keys', 'advice', "'1': contract", "'22': contract", 13, 'main', /option 2 is the beginning of 22/],
  ['unreachable', 'advice', '  bye:', '  lonely: { do: hangUp }\n  bye:', 29, 'lonely', /no way leads here/],
  ['silent-circle', 'error', 'next: bye }\n  mail', 'next: choice }\n  mail', 20, 'choice', /"choice" -> "report" -> "said" -> "choice" go round/],
  ['long-prompt', 'advice', 'en: Number?', `en: ${long}`, 17, 'contract', /about 10 s in "en"/],
  ['silence-hangs-up', 'advice', 'keys: {', 'onNoInput: { goTo: bye }\nkeys: {', 6, undefined, /cut off/],
  ['no-answer-yet', 'advice', ', onDelay: bye', '', 26, 'report', /may come too late/],
]

describe('check-flow', () => {
  it('finds nothing in a good flow', () => {
    expect(parseFlow(good, 'shop.yaml')).toMatchObject({ findings: [], flow: { id: 'shop' } })
  })

  it.each(cases)('%s (%s): %s -> %s', (rule, severity, from, to, line, step, message) => {
    const source = good.replace(from, to)
    expect(source).not.toBe(good)
    const { flow, findings } = parseFlow(source, 'shop.yaml')
    const found = findings.filter((finding) => finding.rule === rule)
    expect(found[0]).toMatchObject({ severity, file: 'shop.yaml', line, rule, message: expect.stringMatching(message) })
    expect(found[0]?.step).toBe(step)
    expect(flow === undefined).toBe(findings.some((finding) => finding.severity === 'error'))
    if (rule !== 'reserved-name' && rule !== 'silent-circle') expect(new Set(findings.map((finding) => finding.rule))).toEqual(new Set([rule]))
  })

  it('says which sentences a further language lacks', () => {
    const german = good.replaceAll('ru', 'de')
    expect(parseFlow(german, 'shop.yaml').findings).toMatchObject([
      { rule: 'missing-phrase', line: 4, message: expect.stringMatching(/in "de" .* noInput, noMatch/) },
    ])
    expect(parseFlow(german.replace('steps:', 'phrases: { noInput: { de: Ich höre nichts. } }\nsteps:'), 'shop.yaml').findings).toMatchObject([
      { rule: 'missing-phrase', message: expect.not.stringMatching('noInput') },
    ])
  })

  it('finds everything at once, in the order of the lines', () => {
    const { findings } = parseFlow(good.replace("'1': contract", "'1': a").replace('start: main', 'start: b').replace('else: open', 'else: c'), 'shop.yaml')
    expect(findings.filter(({ severity }) => severity === 'error').map(({ line }) => line)).toEqual([5, 12, 24])
  })
})
