import { Notifications } from '@mantine/notifications'

const NoticeArea = () => <Notifications position="bottom-right" limit={3} />

// React.lazy takes a default export only.
export default NoticeArea
