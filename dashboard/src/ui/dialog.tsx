import { Modal } from '@mantine/core'
import { useLayoutEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** Put together from the parts, because Modal's own head is a <header>, which would be a second banner of the page. */
export const Dialog = ({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) => {
  const { t } = useTranslation()
  useFocusBack()
  return (
    <Modal.Root opened onClose={onClose} centered radius="lg" transitionProps={{ duration: 120 }}>
      <Modal.Overlay />
      <Modal.Content>
        <div className="dialog-head">
          <Modal.Title>
            <span className="strong">{title}</span>
          </Modal.Title>
          <Modal.CloseButton aria-label={t('form.close')} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

/** Where the focus was before the first of the dialogs that follow one another. */
let origin: HTMLElement | null = null

/** Modal gives the focus back only where it stays mounted while it is closed; without this the keyboard would begin again at the top of the page. */
const useFocusBack = () => {
  useLayoutEffect(() => {
    const active = document.activeElement
    if (active instanceof HTMLElement && active !== document.body && active.closest('[role="dialog"]') === null) origin = active
    return () => {
      setTimeout(() => {
        if (document.querySelector('[role="dialog"]') !== null) return
        if (document.activeElement === null || document.activeElement === document.body) origin?.focus()
        origin = null
      }, 0)
    }
  }, [])
}
