import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'

type TabHeadProps = { why: string; add?: string; onAdd?: () => void; children?: ReactNode }

/** The head of a tab: what it is for, what can be done beside it, and the one thing that can be added. */
export const TabHead = ({ why, add, onAdd, children }: TabHeadProps) => (
  <div className="row spread tab-head">
    <p className="muted tab-why">{why}</p>
    <span className="actions">
      {children}
      {add === undefined || onAdd === undefined ? null : (
        <Button variant="filled" leftSection={<IconPlus size={16} aria-hidden />} onClick={onAdd}>
          {add}
        </Button>
      )}
    </span>
  </div>
)

type ColumnHead = { words: string; onlyWide?: boolean; isHidden?: boolean }

export const ListTable = ({ caption, heads, children }: { caption: string; heads: readonly ColumnHead[]; children: ReactNode }) => (
  <div className="card flush">
    <table className="list">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {heads.map(({ words, onlyWide, isHidden }) => (
            <th key={words} scope="col" className={onlyWide ? 'only-wide' : ''}>
              {isHidden ? <span className="hidden-words">{words}</span> : words}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
)
