import type { Notice } from '../../prisma/generated/client.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../db.ts'
import { domainError } from '../errors.ts'
import type { NoticeView } from '../schemas/rosters.ts'
import { announceNotice } from './store.ts'

const MOST = 50

export type NotificationService = ReturnType<typeof notificationService>

/** What a person should know, and that he has seen it. */
export function notificationService({ database: { prisma }, clock }: { database: Pick<Database, 'prisma'>; clock: Clock }) {
  return {
    /** The newest of what he has not seen, then the newest of the rest. */
    listNotices: async (personId: string): Promise<NoticeView[]> => {
      const rows = await prisma.notice.findMany({
        where: { personId },
        orderBy: [{ seenAt: { sort: 'desc', nulls: 'first' } }, { createdAt: 'desc' }, { id: 'asc' }],
        take: MOST,
      })
      return rows.sort(unseenFirst).map(noticeView)
    },
    /** Seeing it twice is no fault: the first time counts. */
    markSeen: (personId: string, id: string): Promise<NoticeView> =>
      prisma.$transaction(async (tx) => {
        const { count } = await tx.notice.updateMany({ where: { id, personId, seenAt: null }, data: { seenAt: clock.now().toJSDate() } })
        const row = await tx.notice.findFirst({ where: { id, personId } })
        if (!row) throw domainError('NOT_FOUND', { kind: 'notice', id })
        if (count > 0) await announceNotice(tx, personId)
        return noticeView(row)
      }),
  }
}

function unseenFirst(a: Notice, b: Notice): number {
  return Number(a.seenAt !== null) - Number(b.seenAt !== null) || b.createdAt.getTime() - a.createdAt.getTime()
}

function noticeView({ id, kind, body, createdAt, seenAt }: Notice): NoticeView {
  return {
    id,
    kind: kind as NoticeView['kind'],
    body: body as NoticeView['body'],
    createdAt: createdAt.toISOString(),
    seenAt: seenAt?.toISOString() ?? null,
  }
}
