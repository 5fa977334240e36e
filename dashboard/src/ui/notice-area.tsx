import { Notifications } from '@mantine/notifications'

export const NoticeArea = () => <Notifications position="bottom-right" limit={3} />
