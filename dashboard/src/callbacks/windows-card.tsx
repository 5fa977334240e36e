import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallbackBoard } from '../api/callback-types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { useSpans } from '../format/use-spans.ts'
import { Card, Pill } from '../ui/pieces.tsx'

const FEW = 8

type Window = CallbackBoard['windows'][number]

/** What can be called in each window by the roster, how much of it is promised, and what of that cannot be kept. */
export const WindowsCard = ({ board }: { board: CallbackBoard }) => {
  const { t } = useTranslation()
  const [isAll, setAll] = useState(false)
  const { windows } = board
  const shown = isAll ? windows : windows.slice(0, FEW)
  // One scale for all bars, so that a longer one is more work.
  const most = Math.max(1, ...windows.map(({ capacity, promised }) => Math.max(capacity, promised)))
  return (
    <Card title={t('callbacks.board.title')} aside={<Facts board={board} />}>
      {windows.length === 0 ? (
        <p className="muted">{t('callbacks.board.none')}</p>
      ) : (
        <ol className="windows" aria-label={t('callbacks.board.caption')}>
          {shown.map((window) => (
            <Bar key={window.from} window={window} most={most} />
          ))}
        </ol>
      )}
      {windows.length > FEW ? (
        <Button size="xs" mt={8} onClick={() => setAll(!isAll)} aria-expanded={isAll}>
          {isAll ? t('callbacks.board.fewer') : t('callbacks.board.moreWindows', { count: windows.length - FEW })}
        </Button>
      ) : null}
    </Card>
  )
}

const Bar = ({ window: { from, to, people, capacity, promised, atRisk }, most }: { window: Window; most: number }) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const { relativeDay, timeOf } = useSpans()
  const now = useNow(60_000)
  const share = (count: number) => `${(100 * count) / most}%`
  return (
    <li>
      <span className="small window-when">
        <span className="muted">{relativeDay(from, zone, now)}</span> {timeOf(from, zone)}–{timeOf(to, zone)}
      </span>
      <span className="window-bar" aria-hidden>
        <span className="room" style={{ width: share(capacity) }} />
        <span className="sold" style={{ width: share(promised - atRisk) }} />
        <span className="risk" style={{ left: share(promised - atRisk), width: share(atRisk) }} />
      </span>
      <span className="small number window-words" title={`${t('callbacks.board.people')}: ${people}`}>
        {t('callbacks.board.bar', { promised, capacity })}
        {atRisk > 0 ? (
          <Pill tone="bad" icon={IconAlertTriangle}>
            {t('callbacks.board.atRisk')}: {atRisk}
          </Pill>
        ) : null}
      </span>
    </li>
  )
}

const Facts = ({ board: { waiting, live, freePeople, waitMinutes } }: { board: CallbackBoard }) => {
  const { t } = useTranslation()
  const wait = waitMinutes === null ? t('callbacks.board.unknown') : t('callbacks.board.minutes', { count: waitMinutes })
  return (
    <span className="row small">
      <Pill>
        {t('callbacks.board.waiting')}: {waiting}
      </Pill>
      <Pill tone={live > 0 ? 'accent' : 'plain'}>
        {t('callbacks.board.live')}: {live}
      </Pill>
      <Pill tone={freePeople === 0 && waiting > 0 ? 'warn' : 'plain'}>
        {t('callbacks.board.free')}: {freePeople}
      </Pill>
      <span title={t('callbacks.board.waitWhy')}>
        <Pill tone={waitMinutes === null ? 'warn' : 'plain'}>
          {t('callbacks.board.wait')}: {wait}
        </Pill>
      </span>
    </span>
  )
}
