import './desk.css'
import { Button } from '@mantine/core'
import { IconKeyboard } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deskQuery } from '../api/desk-queries.ts'
import type { Desk } from '../api/desk-types.ts'
import { meQuery } from '../api/queries.ts'
import { maySupervise } from '../shell/roles.ts'
import { Loaded } from '../ui/loaded.tsx'
import { PageHead } from '../ui/pieces.tsx'
import { CallDesk } from './call-desk.tsx'
import { KeysSheet } from './keys-sheet.tsx'
import { MyCallbacks } from './my-callbacks.tsx'
import { MyCases } from './my-cases.tsx'
import { QuietCard } from './quiet-card.tsx'
import { RingSettings } from './ring-settings.tsx'
import { UnderWay } from './under-way.tsx'
import { useDeskKey } from './use-desk-key.ts'

const route = getRouteApi('/app/desk')

/** The desk of who answers calls: the call, whose it is, and the two steps. */
export const DeskPage = () => {
  const { t } = useTranslation()
  const [isSheetOpen, setSheetOpen] = useState(false)
  const query = useQuery(deskQuery)
  useDeskKey('?', () => setSheetOpen(true))
  return (
    <>
      <PageHead title={t('desk.title')}>
        <Button
          size="xs"
          variant="subtle"
          className="only-wide"
          leftSection={<IconKeyboard size={16} aria-hidden />}
          rightSection={<kbd aria-hidden>?</kbd>}
          onClick={() => setSheetOpen(true)}
        >
          {t('desk.keys.title')}
        </Button>
      </PageHead>
      {isSheetOpen ? <KeysSheet onClose={() => setSheetOpen(false)} /> : null}
      <Loaded query={query}>{(desk) => <DeskOf desk={desk} />}</Loaded>
    </>
  )
}

const DeskOf = ({ desk }: { desk: Desk }) => {
  const chosen = route.useSearch().call
  const role = useQuery(meQuery).data?.person.role
  const sid = shownCall(desk, chosen)
  const side = (
    <>
      <MyCases cases={desk.cases} waiting={desk.waiting} isTalking={desk.calls.some(({ state }) => state !== 'over')} />
      <MyCallbacks />
      {role !== undefined && maySupervise(role) ? <UnderWay /> : null}
      <RingSettings />
    </>
  )
  if (sid !== null) return <CallDesk key={sid} sid={sid} desk={desk} side={side} />
  return (
    <div className="columns">
      <QuietCard />
      <div className="stack">{side}</div>
    </div>
  )
}

/** Who talks keeps his call before him, also when a second one rings; what rings comes before a form that was left open. */
const shownCall = ({ calls, pop }: Desk, chosen: string | undefined): string | null => {
  const talking = calls.find(({ state }) => state === 'talking')
  const ringing = calls.find(({ state }) => state === 'ringing')
  if (chosen !== undefined && (ringing === undefined || chosen === talking?.callSid)) return chosen
  return (talking ?? ringing ?? calls.find(({ callSid }) => callSid === pop?.call.sid) ?? calls[0])?.callSid ?? null
}
