import { IconCheck } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { groupNumber } from '../format/phone-number.ts'
import type { CallState, Caption } from './call-state.ts'

/** Everything that is said, always as text too; a live region, so a screen reader follows the call. */
export const Captions = ({ state, isTextOnly }: { state: CallState; isTextOnly: boolean }) => {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const captions = state.phase === 'open' || state.phase === 'ended' ? state.captions : []
  const last = captions.findLast((caption) => caption.who === 'line')
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [captions])
  return (
    <>
      <div className="captions" ref={box} role="log" aria-live="polite" aria-label={t('phone.captions')} tabIndex={0}>
        {captions.length === 0 ? <p className="muted">{t(state.phase === 'dialling' ? 'phone.soon' : 'phone.ready')}</p> : null}
        {captions.length === 0 ? null : (
          <ol>
            {captions.map((caption) => (
              <CaptionLine key={caption.n} caption={caption} isLast={caption === last} />
            ))}
          </ol>
        )}
      </div>
      {last?.who === 'line' ? (
        <p className="muted small" style={{ textAlign: 'center' }}>
          {t(isTextOnly ? 'phone.shownOnly' : 'phone.spokenHere', { language: last.language.slice(0, 2).toUpperCase() })}
        </p>
      ) : null}
    </>
  )
}

const CaptionLine = ({ caption, isLast }: { caption: Caption; isLast: boolean }) => {
  const { t } = useTranslation()
  if (caption.who === 'line')
    return (
      <li className={isLast ? 'caption now' : 'caption'} lang={caption.language}>
        {caption.text}
      </li>
    )
  if (caption.who === 'you')
    return (
      <li className="caption you">
        {caption.kind === 'pressed' ? <IconCheck size={14} aria-hidden className="icon" /> : null} {t(`phone.you.${caption.kind}`, { text: caption.text })}
      </li>
    )
  const text = caption.note === 'ringing' || caption.note === 'bridged' ? groupNumber(caption.text) : caption.text
  return <li className="caption note-line">{t(`phone.notes.${caption.note}`, { text })}</li>
}
