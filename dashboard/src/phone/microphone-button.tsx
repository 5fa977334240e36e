import { Button } from '@mantine/core'
import { IconMicrophone, IconPlayerStop } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Fault } from '../ui/states.tsx'
import { openMicrophone, type Microphone } from './microphone.ts'
import { phoneApi } from './phone-api.ts'

/** Speaks into the line's recording. Gone with the recording: then the microphone is closed too. */
export const MicrophoneButton = ({ sid }: { sid: string }) => {
  const { t } = useTranslation()
  const microphone = useRef<Microphone | null>(null)
  const [isOn, setOn] = useState(false)
  const [reason, setReason] = useState('')
  const [fault, setFault] = useState<unknown>(null)
  const isGone = useRef(false)
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
      microphone.current?.stop()
    }
  }, [])
  const sending = useRef<Promise<unknown>>(Promise.resolve())
  const start = async () => {
    setReason('')
    setFault(null)
    try {
      const opened = await openMicrophone({
        onPiece: (wav) => {
          sending.current = sending.current.then(() => phoneApi.audio(sid, wav, '')).catch(setFault)
        },
        onEnd: () => setOn(false),
        onFault: setFault,
      })
      microphone.current = opened
      // Allowed only after the line had hung up: nobody listens any more.
      if (isGone.current) return opened.stop()
      setOn(true)
    } catch (error) {
      setReason(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <div className="stack tight">
      <Button
        color={isOn ? 'bad' : 'accent'}
        variant="filled"
        leftSection={isOn ? <IconPlayerStop size={16} aria-hidden /> : <IconMicrophone size={16} aria-hidden />}
        onClick={() => (isOn ? microphone.current?.stop() : void start())}
      >
        {t(isOn ? 'phoneLog.stop' : 'phoneLog.speak')}
      </Button>
      <p className="muted small" aria-live="polite">
        {isOn ? t('phoneLog.recording') : reason === '' ? '' : t('phoneLog.noMicrophone', { reason })}
      </p>
      {fault ? <Fault error={fault} /> : null}
    </div>
  )
}
