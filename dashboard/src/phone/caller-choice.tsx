import { NativeSelect, TextInput } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PhoneNumber } from '../api/types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { Card } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'

export type Caller = { kind: 'known' | 'shared' | 'unknown' | 'hidden' | 'staff' | 'typed'; typed: string }

// Reserved for fiction by the German regulator: +49 30 23125 000-999.
const PRESETS = { known: '+493023125200', shared: '+493023125205', unknown: '+493023125290', hidden: 'anonymous', staff: '+493023125902' } as const

export const callerNumber = (caller: Caller): string => (caller.kind === 'typed' ? caller.typed.replace(/[\s()/-]/g, '') : PRESETS[caller.kind])

type CallerChoiceProps = {
  caller: Caller
  onCaller: (caller: Caller) => void
  line: string
  onLine: (line: string) => void
  numbers: UseQueryResult<PhoneNumber[]>
  isLocked: boolean
}

export const CallerChoice = ({ caller, onCaller, line, onLine, numbers, isLocked }: CallerChoiceProps) => {
  const { t } = useTranslation()
  return (
    <>
      <Card title={t('phone.who')}>
        <div className="stack">
          <fieldset className="chips" disabled={isLocked}>
            <legend className="hidden-words">{t('phone.who')}</legend>
            {(['known', 'shared', 'unknown', 'hidden', 'staff', 'typed'] as const).map((kind) => (
              <CallerChip key={kind} kind={kind} isChosen={caller.kind === kind} onChoose={() => onCaller({ ...caller, kind })} />
            ))}
          </fieldset>
          {caller.kind === 'typed' ? (
            <TextInput
              label={t('phone.typedNumber')}
              placeholder="+49…"
              inputMode="tel"
              value={caller.typed}
              disabled={isLocked}
              onChange={(event) => onCaller({ ...caller, typed: event.currentTarget.value })}
            />
          ) : null}
        </div>
      </Card>
      <Card title={t('phone.line')}>
        {numbers.isError ? <Fault error={numbers.error} onRetry={() => void numbers.refetch()} /> : null}
        <NativeSelect
          aria-label={t('phone.line')}
          value={line}
          disabled={isLocked || numbers.data === undefined}
          onChange={(event) => onLine(event.currentTarget.value)}
          data={(numbers.data ?? []).map(({ number, label }) => ({ value: number, label: `${groupNumber(number)} · ${label}` }))}
        />
        {numbers.data?.length === 0 ? <p className="muted small">{t('phone.noLine')}</p> : null}
      </Card>
    </>
  )
}

const CallerChip = ({ kind, isChosen, onChoose }: { kind: Caller['kind']; isChosen: boolean; onChoose: () => void }) => {
  const { t } = useTranslation()
  const number = kind === 'typed' || kind === 'hidden' ? null : groupNumber(PRESETS[kind])
  return (
    <label className="chip">
      <input type="radio" name="caller" checked={isChosen} onChange={onChoose} />
      <span>
        <span className="strong">{t(`phone.callers.${kind}`)}</span>
        <span className="muted small" style={{ display: 'block' }}>
          {number ? `${number} · ` : ''}
          {t(`phone.callerWords.${kind}`)}
        </span>
      </span>
    </label>
  )
}
