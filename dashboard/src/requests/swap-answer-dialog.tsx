import { Button, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Offer } from '../api/pay-types.ts'
import { offerQuery } from '../api/request-queries.ts'
import { myShiftsQuery } from '../api/shift-queries.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { useSpanWords } from './offer-head.tsx'

type SwapAnswerProps = { offer: Offer; isSending: boolean; onChoose: (shiftId: string) => void; onClose: () => void }

/** Which of my own shifts I give for it: only those with which the exchange breaks no rule for either. */
export const SwapAnswerDialog = ({ offer, isSending, onChoose, onClose }: SwapAnswerProps) => {
  const { t } = useTranslation()
  const spanWords = useSpanWords()
  const query = useQuery(offerQuery(offer.id))
  const duties = useQuery(myShiftsQuery).data?.duties ?? []
  const [chosen, setChosen] = useState('')
  return (
    <Dialog title={t('requests.offers.exchangeFor', { shift: spanWords(offer.shift) })} onClose={onClose}>
      <Loaded query={query} lines={2}>
        {({ mine }) => {
          const gives = duties.filter(({ shiftId }) => mine?.gives.includes(shiftId))
          if (gives.length === 0) return <p>{t('requests.offers.noGives')}</p>
          return (
            <div className="stack">
              <NativeSelect
                size="md"
                label={t('requests.offers.myShift')}
                value={chosen}
                onChange={(event) => setChosen(event.currentTarget.value)}
                data={[{ value: '', label: t('form.choose') }, ...gives.map((duty) => ({ value: duty.shiftId, label: spanWords(duty) }))]}
              />
              <div className="actions">
                <Button variant="filled" className="thumb" disabled={chosen === ''} loading={isSending} onClick={() => onChoose(chosen)}>
                  {t('requests.offers.exchange')}
                </Button>
                <Button className="thumb" onClick={onClose}>
                  {t('form.cancel')}
                </Button>
              </div>
            </div>
          )
        }}
      </Loaded>
    </Dialog>
  )
}
