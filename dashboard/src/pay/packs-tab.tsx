import { Button } from '@mantine/core'
import { IconScale } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PAY_PACKS } from '../../../services/pay-rules/packs.ts'
import { payPacksQuery } from '../api/pay-queries.ts'
import type { PayPack, PayRule } from '../api/pay-types.ts'
import { useAmounts } from '../format/use-amounts.ts'
import { useSpans } from '../format/use-spans.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card, Pill } from '../ui/pieces.tsx'
import { Empty } from '../ui/states.tsx'
import { PackDialog } from './pack-dialog.tsx'
import { valuesOf } from './pack-form.ts'
import { useFromWords } from './use-from-words.ts'
import { useWindowWords } from './use-window-words.ts'

type Opened = { kind: 'none' } | { kind: 'add' } | { kind: 'change'; pack: PayPack }

/** What premiums are paid by: laws as data, with source and date, and the house's own agreements. */
export const PacksTab = () => {
  const { t } = useTranslation()
  const query = useQuery(payPacksQuery)
  const [opened, setOpened] = useState<Opened>({ kind: 'none' })
  const close = () => setOpened({ kind: 'none' })
  return (
    <>
      <div className="row spread">
        <p className="muted grow">{t('pay.packs.why')}</p>
        <Button variant="filled" onClick={() => setOpened({ kind: 'add' })}>
          {t('pay.packs.add')}
        </Button>
      </div>
      <Loaded query={query}>
        {(packs) =>
          packs.length === 0 ? (
            <div className="card">
              <Empty icon={IconScale} title={t('pay.packs.none')} />
            </div>
          ) : (
            <div className="pay-packs">
              {packs.map((pack) => (
                <PackCard key={`${pack.id} ${pack.validFrom}`} pack={pack} onChange={() => setOpened({ kind: 'change', pack })} />
              ))}
            </div>
          )
        }
      </Loaded>
      {opened.kind === 'add' ? <PackDialog onClose={close} /> : null}
      {opened.kind === 'change' ? <PackDialog pack={opened.pack} onClose={close} /> : null}
    </>
  )
}

const PackCard = ({ pack, onChange }: { pack: PayPack; onChange: () => void }) => {
  const { t, i18n } = useTranslation()
  const { date } = useSpans()
  const fromWords = useFromWords()
  const day = (text: string) => date(text, { day: 'numeric', month: 'short', year: 'numeric' })
  const name = i18n.language === 'ru' ? pack.name.ru : pack.name.en
  const isOurs = !PAY_PACKS.some(({ id, validFrom }) => id === pack.id && validFrom === pack.validFrom)
  return (
    <Card title={name} aside={<Pill tone={isOurs ? 'accent' : 'plain'}>{t(isOurs ? 'pay.packs.house' : 'pay.packs.shipped')}</Pill>}>
      <div className="stack tight">
        <p className="muted small">
          <code>{pack.id}</code> · {fromWords(pack.validFrom)} · {t('pay.terms.asOf', { date: day(pack.asOf) })} · {t(`pay.packs.stackings.${pack.stacking}`)}
        </p>
        {pack.rules.length === 0 ? <p className="muted">{t('pay.packs.noPremiums')}</p> : null}
        <ul className="lines">
          {pack.rules.map((rule) => (
            <RuleLine key={rule.id} rule={rule} />
          ))}
        </ul>
        {pack.note === '' ? null : <p className="small">{pack.note}</p>}
        {valuesOf(pack) !== undefined ? (
          <span>
            <Button size="xs" onClick={onChange} aria-label={t('pay.packs.changeOf', { name })}>
              {t('pay.packs.change')}
            </Button>
          </span>
        ) : null}
      </div>
    </Card>
  )
}

const RuleLine = ({ rule }: { rule: PayRule }) => {
  const { t, i18n } = useTranslation()
  const { share } = useAmounts()
  const worth = ({ permille, perHour }: PayRule): string => {
    if (permille !== undefined) return `+${share(permille)}`
    return perHour === undefined ? '' : t('pay.packs.perHour', { amount: (perHour / 100).toFixed(2) })
  }
  const windowWords = useWindowWords()
  return (
    <li>
      <span className="stack tight grow">
        <span className="row spread pay-line">
          <span className="strong">{i18n.language === 'ru' ? rule.name.ru : rule.name.en}</span>
          <span className="strong number">{worth(rule)}</span>
        </span>
        <span>{windowWords(rule.window)}</span>
        <span className="muted small">{rule.source}</span>
      </span>
    </li>
  )
}
