import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export const Dialog = ({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) => {
  const { t } = useTranslation()
  return (
    <Modal
      opened
      onClose={onClose}
      title={<span className="strong">{title}</span>}
      centered
      radius="lg"
      closeButtonProps={{ 'aria-label': t('form.close') }}
      transitionProps={{ duration: 120 }}
    >
      {children}
    </Modal>
  )
}
