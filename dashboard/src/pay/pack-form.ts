import type { PayPack, PayRule } from '../api/pay-types.ts'

/** A house's own agreement as a form: one night window and four shares. Richer packs are shown, but not changed here. */
export type PackValues = {
  id: string
  nameEn: string
  nameRu: string
  validFrom: string
  stacking: PayPack['stacking']
  nightFrom: string
  nightTo: string
  /** In per cent as typed; empty: no such premium. */
  night: string
  sunday: string
  holiday: string
  overtime: string
  source: string
  note: string
}
type Share = 'night' | 'sunday' | 'holiday' | 'overtime'
export const SHARES: readonly Share[] = ['night', 'sunday', 'holiday', 'overtime']

const NAMES: Record<Share, PayRule['name']> = {
  night: { en: 'Night', ru: 'Ночные часы' },
  sunday: { en: 'Sunday', ru: 'Воскресенье' },
  holiday: { en: 'Holiday', ru: 'Праздничный день' },
  overtime: { en: 'Overtime', ru: 'Сверхурочные' },
}

/** "25" and "12,5" -> 250, 125 thousandths; null for what is no share from 0 to 1000 %. */
export const readShare = (text: string): number | null => {
  const trimmed = text.trim().replace('%', '').trim()
  if (!/^\d{1,4}([.,]\d)?$/.test(trimmed)) return null
  const permille = Math.round(Number(trimmed.replace(',', '.')) * 10)
  return permille <= 10_000 ? permille : null
}

const shareText = (permille: number): string => String(permille / 10)

export const packOf = (values: PackValues): PayPack => ({
  id: values.id.trim(),
  name: { en: values.nameEn.trim(), ru: values.nameRu.trim() || values.nameEn.trim() },
  validFrom: values.validFrom,
  asOf: values.validFrom,
  stacking: values.stacking,
  rules: SHARES.flatMap((share): PayRule[] => {
    const permille = readShare(values[share])
    if (permille === null || permille === 0) return []
    return [{ id: share, name: NAMES[share], window: windowOf(share, values), permille, group: share, source: values.source.trim(), totals: share }]
  }),
  note: values.note.trim(),
})

const windowOf = (share: Share, { nightFrom, nightTo }: PackValues): PayRule['window'] => {
  switch (share) {
    case 'night':
      return { kind: 'daily', from: nightFrom, to: nightTo }
    case 'sunday':
      return { kind: 'weekday', days: [7] }
    case 'holiday':
      return { kind: 'holiday' }
    case 'overtime':
      return { kind: 'overtime', per: 'week', afterMinutes: 'contract' }
  }
}

export const EMPTY_PACK: Omit<PackValues, 'validFrom'> = {
  id: '',
  nameEn: '',
  nameRu: '',
  stacking: 'additive',
  nightFrom: '22:00',
  nightTo: '06:00',
  night: '25',
  sunday: '',
  holiday: '',
  overtime: '',
  source: '',
  note: '',
}

/** The values of a pack that this form could have made; undefined for a richer one. */
export const valuesOf = (pack: PayPack): PackValues | undefined => {
  const night = pack.rules.find(({ id }) => id === 'night')?.window
  const { from, to } = night?.kind === 'daily' ? night : { from: EMPTY_PACK.nightFrom, to: EMPTY_PACK.nightTo }
  const share = (name: Share): string => {
    const permille = pack.rules.find(({ id }) => id === name)?.permille
    return permille === undefined ? '' : shareText(permille)
  }
  const values: PackValues = {
    id: pack.id,
    nameEn: pack.name.en,
    nameRu: pack.name.ru,
    validFrom: pack.validFrom,
    stacking: pack.stacking,
    nightFrom: from,
    nightTo: to,
    night: share('night'),
    sunday: share('sunday'),
    holiday: share('holiday'),
    overtime: share('overtime'),
    source: pack.rules[0]?.source ?? '',
    note: pack.note,
  }
  return sameRules(packOf(values).rules, pack.rules) ? values : undefined
}

const sameRules = (made: readonly PayRule[], given: readonly PayRule[]): boolean =>
  made.length === given.length && made.every((rule) => given.some((other) => essence(other) === essence(rule)))

const essence = ({ id, window, permille, perHour, maxRate, group, on }: PayRule): string =>
  JSON.stringify([id, Object.entries(window).sort(([a], [b]) => a.localeCompare(b)), permille, perHour, maxRate, group, on])
