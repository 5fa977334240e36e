import { Button } from '@mantine/core'
import { IconArrowBarToUp, IconCircleCheck, IconHandGrab, IconQuestionMark, IconRefresh, IconUserShare, IconX, type TablerIcon } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseDetail, CaseMove, MoveName } from '../api/case-types.ts'
import { Fault } from '../ui/states.tsx'
import { AskFactsDialog } from './ask-facts-dialog.tsx'
import { CloseDialog } from './close-dialog.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { SolveDialog } from './solve-dialog.tsx'
import { casePath, useCaseSend } from './use-case-send.ts'

const SIGNS: Record<MoveName, TablerIcon> = {
  take: IconHandGrab,
  solve: IconCircleCheck,
  passUp: IconArrowBarToUp,
  takeOver: IconUserShare,
  askFacts: IconQuestionMark,
  close: IconX,
  reopen: IconRefresh,
}
/** In the order of the screen; the first that is allowed is what one is here for. */
const ORDER: readonly MoveName[] = ['take', 'solve', 'passUp', 'takeOver', 'askFacts', 'close', 'reopen']

/** Exactly what the server would allow this person now. */
export const MoveButtons = ({ one }: { one: CaseDetail }) => {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<Exclude<MoveName, 'take'> | null>(null)
  const taking = useCaseSend<CaseMove>({ path: casePath(one.number, '/moves'), said: t('caseWork.moves.done.take') })
  const moves = ORDER.filter((move) => one.moves.includes(move))
  if (moves.length === 0 && opened === null) return null
  const close = () => setOpened(null)
  return (
    <>
      <div className="actions" role="group" aria-label={t('caseWork.moves.title')}>
        {moves.map((move, index) => {
          const Icon = SIGNS[move]
          return (
            <Button
              key={move}
              variant={index === 0 ? 'filled' : 'default'}
              leftSection={<Icon size={16} aria-hidden />}
              loading={move === 'take' && taking.isSending}
              onClick={() => (move === 'take' ? taking.send({ move }) : setOpened(move))}
            >
              {t(`caseWork.moves.names.${move}`)}
            </Button>
          )
        })}
      </div>
      {taking.fault ? <Fault error={taking.fault} /> : null}
      {opened === 'solve' ? <SolveDialog one={one} onClose={close} /> : null}
      {opened === 'askFacts' ? <AskFactsDialog one={one} onClose={close} /> : null}
      {opened === 'close' ? <CloseDialog one={one} onClose={close} /> : null}
      {opened === 'passUp' || opened === 'takeOver' || opened === 'reopen' ? <ReasonDialog one={one} move={opened} onClose={close} /> : null}
    </>
  )
}
