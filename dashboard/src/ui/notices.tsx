import i18next from 'i18next'
import { lazy, Suspense, useSyncExternalStore } from 'react'

const NoticeArea = lazy(async () => ({ default: (await import('./notice-area.tsx')).NoticeArea }))

// The notice library is loaded with the first notice, not with the first page.
let isWanted = false
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const Notices = () => {
  const wanted = useSyncExternalStore(subscribe, () => isWanted)
  return wanted ? (
    <Suspense>
      <NoticeArea />
    </Suspense>
  ) : null
}

/** A short message that goes by itself: "Saved". Nothing that must be read is said only here. */
export const notify = async (message: string): Promise<void> => {
  isWanted = true
  for (const listener of listeners) listener()
  const { notifications } = await import('@mantine/notifications')
  notifications.show({ message, withBorder: true, autoClose: 4000, closeButtonProps: { 'aria-label': i18next.t('form.close') } })
}
