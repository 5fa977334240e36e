/** What offices write and nobody says, with what people say instead, by language. Parts of words are written as patterns. */
type Entry = readonly [pattern: string, plain: string]

const en: readonly Entry[] = [
  ['aforementioned', 'this'],
  ['ascertain', 'find out'],
  ['at (?:the present|this) (?:time|moment)', 'now'],
  ['at your earliest convenience', 'soon'],
  ['be advised', '(nothing: just say it)'],
  ['commenc(?:e|es|ed|ing)', 'begin'],
  ['customer service representatives?', 'one of us'],
  ['do not hesitate to', '(nothing: "please" is enough)'],
  ['due to the fact that', 'because'],
  ['endeavou?r(?:s|ed|ing)?', 'try'],
  ['expedit(?:e|es|ed|ing)', 'hurry'],
  ['facilitat(?:e|es|ed|ing)', 'help'],
  ['for the purpose of', 'to'],
  ['forthwith', 'at once'],
  ['furnish(?:es|ed|ing)?', 'give'],
  ['henceforth', 'from now on'],
  ['hereby', '(nothing)'],
  ['herewith', '(nothing)'],
  ['in accordance with', 'by'],
  ['in order to', 'to'],
  ['in the absence of', 'without'],
  ['in the event (?:that|of)', 'if'],
  ['inquir(?:y|ies)', 'question'],
  ['kindly', 'please'],
  ['notwithstanding', 'in spite of'],
  ['obtain(?:s|ed|ing)?', 'get'],
  ['on a regular basis', 'regularly'],
  ['prior to', 'before'],
  ['pursuant to', 'by'],
  ['purchas(?:e|es|ed|ing)', 'buy'],
  ['remit(?:s|ted|ting)?', 'pay'],
  ['remuneration', 'pay'],
  ['residence', 'home'],
  ['subsequent(?:ly)?(?: to)?', 'after'],
  ['telephonically', 'by phone'],
  ['terminat(?:e|es|ed|ing)', 'end'],
  ['the undersigned', 'we'],
  ['thereof', 'of it'],
  ['utili[sz](?:e|es|ed|ing|ation)', 'use'],
  ['valued customers?', '(nothing)'],
  ['we regret to inform you', 'I am sorry'],
  ['with (?:regard|respect|reference) to', 'about'],
  ['your call is (?:very )?important to us', '(nothing: say how long it takes)'],
]

const ru: readonly Entry[] = [
  ['вышеуказанн[а-я]+', 'этот'],
  ['вышеизложенн[а-я]+', 'это'],
  ['нижеследующ[а-я]+', 'это'],
  ['вышеупомянут[а-я]+', 'этот'],
  ['в настоящее время', 'сейчас'],
  ['в данный момент', 'сейчас'],
  ['на данный момент', 'сейчас'],
  ['на сегодняшний день', 'сегодня'],
  ['в связи с тем,? что', 'потому что'],
  ['в связи с', 'из-за'],
  ['в целях', 'чтобы'],
  ['с целью', 'чтобы'],
  ['в случае', 'если'],
  ['в кратчайшие сроки', 'скоро (лучше скажите, когда)'],
  ['в установленном порядке', 'как обычно'],
  ['ввиду', 'из-за'],
  ['вследствие', 'из-за'],
  ['во избежание', 'чтобы не'],
  ['посредством', 'через'],
  ['согласно', 'по'],
  ['касательно', 'о'],
  ['относительно', 'о'],
  ['по истечении', 'через'],
  ['при наличии', 'если есть'],
  ['при отсутствии', 'если нет'],
  ['данн(?:ый|ая|ое|ого|ому|ой|ую)', 'этот'],
  ['явля(?:ется|ются|етесь|ясь)', 'это'],
  ['осуществ(?:ить|ите|лять|ляет|ляется|ляются|ление|ления|лён|лена|лено)', 'сделать'],
  ['производ(?:ится|ятся)', 'делаем'],
  ['произвести', 'сделать'],
  ['произведите', 'сделайте'],
  ['функциониру(?:ет|ют)', 'работает'],
  ['денежн[а-я]+ средств[а-я]*', 'деньги'],
  ['предостав(?:ить|ьте|ляется|ляются|ление|ления)', 'дать'],
  ['надлежащ[а-я]+', 'нужный'],
  ['уполномоченн[а-я]+', 'наш'],
  ['уведомля(?:ем|ется|ются)', 'сообщаем'],
  ['информируем', 'сообщаем'],
  ['доводим до вашего сведения', '(ничего: просто скажите)'],
  ['не представляется возможным', 'нельзя'],
  ['имеет место', 'есть'],
  ['приобрести', 'купить'],
  ['проследуйте', 'пройдите'],
  ['незамедлительно', 'сразу'],
  ['настоящим', '(ничего)'],
  ['ваш звонок (?:очень )?важен для нас', '(ничего: скажите, сколько ждать)'],
]

const compiled = new Map(
  Object.entries({ en, ru }).map(([language, entries]) => [
    language,
    entries.map(([pattern, plain]) => ({
      plain,
      pattern: new RegExp(`(?<!\\p{L})(?:${pattern.replaceAll(' ', '\\s+').replaceAll('ё', '[её]')})(?!\\p{L})`, 'iu'),
    })),
  ]),
)

/** The officialese in a text, with the plain words; nothing in languages for which there is no list. */
export function findOfficialese(text: string, language: string): { word: string; plain: string }[] {
  let left = text
  return (compiled.get(language.split('-')[0] ?? '') ?? []).flatMap(({ pattern, plain }) => {
    const word = pattern.exec(left)?.[0]
    if (word === undefined) return []
    // A longer phrase stands before the shorter one that it contains.
    left = left.replace(word, ' ')
    return [{ word, plain }]
  })
}
