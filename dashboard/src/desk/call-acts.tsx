import {
  IconDialpad,
  IconHelpHexagon,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconTransfer,
  type TablerIcon,
} from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskCall } from '../api/desk-types.ts'
import { KeyPad } from '../phone/key-pad.tsx'
import { phoneApi } from '../phone/phone-api.ts'
import { Note } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { ConsultBar } from './consult-bar.tsx'
import { ARMED_MILLISECONDS } from './keys.ts'
import { TransferDialog } from './transfer-dialog.tsx'
import { useActs, type Acts } from './use-acts.ts'
import { useDeskKey } from './use-desk-key.ts'

/** Mute, hold, transfer, keys, help and end. */
export const CallActs = ({ call }: { call: DeskCall }) => {
  const { t } = useTranslation()
  const [isTransferOpen, setTransferOpen] = useState(false)
  const [hasPad, setPad] = useState(false)
  const acts = useActs(call.callSid)
  const press = useSend({ run: (digits: string) => phoneApi.pressLeg(call.legSid, digits) })
  const colleague = call.members.find(({ role, state }) => role === 'colleague' && state !== 'left')
  const others = call.members.filter(({ role, state }) => role === 'supervisor' && state === 'in')
  return (
    <>
      {acts.fault ? <Fault error={acts.fault} /> : null}
      {colleague ? <ConsultBar colleague={colleague} acts={acts} /> : null}
      <div className="call-acts">
        <ActButton
          letter="M"
          icon={call.isMuted ? IconMicrophoneOff : IconMicrophone}
          words={t(call.isMuted ? 'desk.acts.unmute' : 'desk.acts.mute')}
          isPressed={call.isMuted}
          onRun={() => acts.send({ act: call.isMuted ? 'unmute' : 'mute' })}
        />
        <ActButton
          letter="H"
          icon={call.isHeld ? IconPlayerPlay : IconPlayerPause}
          words={t(call.isHeld ? 'desk.acts.resume' : 'desk.acts.hold')}
          isPressed={call.isHeld}
          onRun={() => acts.send({ act: call.isHeld ? 'resume' : 'hold' })}
        />
        <ActButton letter="T" icon={IconTransfer} words={t('desk.acts.transfer')} isOff={colleague !== undefined} onRun={() => setTransferOpen(true)} />
        {call.isPhoneInPage ? <ActButton letter="K" icon={IconDialpad} words={t('desk.acts.keys')} isPressed={hasPad} onRun={() => setPad(!hasPad)} /> : null}
        <ActButton letter="L" icon={IconHelpHexagon} words={t('desk.acts.askHelp')} isOff={call.isHelpAsked} onRun={() => acts.send({ act: 'askHelp' })} />
        <EndButton acts={acts} />
      </div>
      {hasPad ? <KeyPad label={t('desk.acts.pad')} isOn hasKeyboard onKey={press.send} isSmall /> : null}
      {press.fault ? <Fault error={press.fault} /> : null}
      <div role="status" className="stack tight">
        {call.isHelpAsked ? <Note tone="accent">{t('desk.helpAsked')}</Note> : null}
        {others.map(({ id, person, mode }) => (
          <Note key={id}>{t(`desk.helping.${mode}`, { name: person?.name ?? '' })}</Note>
        ))}
      </div>
      {isTransferOpen ? (
        <TransferDialog
          onClose={() => setTransferOpen(false)}
          onChoose={(whom) => {
            setTransferOpen(false)
            acts.send({ act: 'consult', ...whom })
          }}
        />
      ) : null}
    </>
  )
}

type ActButtonProps = { letter: string; icon: TablerIcon; words: string; isPressed?: boolean; isOff?: boolean; onRun: () => void }

const ActButton = ({ letter, icon: Icon, words, isPressed, isOff = false, onRun }: ActButtonProps) => {
  useDeskKey(letter.toLowerCase(), onRun, { isOn: !isOff })
  return (
    <button type="button" className="act-button" aria-pressed={isPressed} aria-keyshortcuts={letter} disabled={isOff} onClick={onRun}>
      <Icon size={18} aria-hidden className="icon" />
      <span className="grow">{words}</span>
      <kbd aria-hidden>{letter}</kbd>
    </button>
  )
}

/** With the mouse at once; with the key only when it is pressed twice. */
const EndButton = ({ acts }: { acts: Acts }) => {
  const { t } = useTranslation()
  const [isArmed, setArmed] = useState(false)
  useEffect(() => {
    if (!isArmed) return
    const timer = setTimeout(() => setArmed(false), ARMED_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [isArmed])
  const end = () => acts.send({ act: 'end' })
  useDeskKey('e', () => (isArmed ? end() : setArmed(true)))
  return (
    <button type="button" className="act-button end" aria-keyshortcuts="E" onClick={end}>
      <IconPhoneOff size={18} aria-hidden className="icon" />
      <span className="grow" aria-live="polite">
        {t(isArmed ? 'desk.acts.endAgain' : 'desk.acts.end')}
      </span>
      <kbd aria-hidden>E E</kbd>
    </button>
  )
}
