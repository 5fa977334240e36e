import '../cases/cases.css'
import './rules.css'
import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rulesQuery } from '../api/case-queries.ts'
import type { RuleKind, RuleView } from '../api/case-types.ts'
import { meQuery } from '../api/queries.ts'
import { titleOf } from '../cases/use-reason-name.ts'
import { mayChangeRules } from '../shell/roles.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { PageHead } from '../ui/pieces.tsx'
import { RuleEditor } from './rule-editor.tsx'
import { RULE_KINDS } from './rule-search.ts'

const route = getRouteApi('/app/rules')

/** Scripts and checklists, templates, the score, how cases climb, what is recorded: each change is a version with a reason. */
export const RulesPage = () => {
  const { t } = useTranslation()
  const { kind = 'reason' } = route.useSearch()
  return (
    <>
      <PageHead title={t('rules.title')} />
      <nav className="rule-tabs" aria-label={t('rules.kindsLabel')}>
        {RULE_KINDS.map((known) => (
          <Link key={known} to="/rules" search={{ kind: known }} aria-current={known === kind ? 'page' : undefined} activeProps={{}}>
            {t(`rules.kinds.${known}`)}
          </Link>
        ))}
      </nav>
      <p className="muted rules-why">{t(`rules.why.${kind}`)}</p>
      <Kind key={kind} kind={kind} />
    </>
  )
}

/** Of these there is one, without a key. */
const isSingle = (kind: RuleKind): boolean => kind === 'policy' || kind === 'score' || kind === 'recording' || kind === 'callback' || kind === 'pay'

const Kind = ({ kind }: { kind: RuleKind }) => {
  const query = useQuery(rulesQuery(kind))
  const role = useQuery(meQuery).data?.person.role
  const mayChange = role !== undefined && mayChangeRules(role, kind)
  return (
    <Loaded query={query} lines={8}>
      {(rules) => {
        const only = rules[0]
        if (!isSingle(kind)) return <Keys kind={kind} rules={rules} mayChange={mayChange} />
        return only === undefined ? null : <RuleEditor key={only.version} rule={only} mayChange={mayChange} />
      }}
    </Loaded>
  )
}

const Keys = ({ kind, rules, mayChange }: { kind: RuleKind; rules: readonly RuleView[]; mayChange: boolean }) => {
  const { t, i18n } = useTranslation()
  const { key } = route.useSearch()
  const [isAdding, setAdding] = useState(false)
  const known = rules.find((rule) => rule.key === key) ?? (key === undefined ? rules[0] : undefined)
  const shown = known ?? (key === undefined ? undefined : newRule(kind, key))
  return (
    <div className="columns rule-columns">
      <nav className="stack tight" aria-label={t(`rules.kinds.${kind}`)}>
        {rules.map((rule) => (
          <Link
            key={rule.key}
            to="/rules"
            search={{ kind, key: rule.key }}
            className="rule-key"
            aria-current={rule.key === shown?.key ? 'page' : undefined}
            activeProps={{}}
          >
            {titleOf(rule, i18n.language)}
            <code className="dim">{rule.key}</code>
          </Link>
        ))}
        {mayChange ? (
          <div className="actions">
            <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setAdding(true)}>
              {t('rules.add')}
            </Button>
          </div>
        ) : null}
      </nav>
      {shown === undefined ? null : <RuleEditor key={`${shown.key} ${shown.version}`} rule={shown} mayChange={mayChange} />}
      {isAdding ? <AddDialog kind={kind} taken={rules.map((rule) => rule.key)} onClose={() => setAdding(false)} /> : null}
    </div>
  )
}

/** What a new one begins with. It is kept with its first saving. */
const newRule = (kind: RuleKind, key: string): RuleView => ({
  kind,
  key,
  version: 0,
  body:
    kind === 'template'
      ? { title: { en: key, ru: key }, text: { en: '', ru: '' } }
      : { title: { en: key, ru: key }, script: [], asks: [{ name: 'what', question: { en: 'What is it about?', ru: 'О чём речь?' } }] },
  madeAt: null,
  madeBy: null,
  why: '',
})

const AddDialog = ({ kind, taken, onClose }: { kind: RuleKind; taken: readonly string[]; onClose: () => void }) => {
  const { t } = useTranslation()
  const navigate = route.useNavigate()
  const form = useForm({
    initialValues: { key: '' },
    validate: { key: (key) => (!/^[a-zA-Z]\w{0,59}$/.test(key) ? t('rules.keyForm') : taken.includes(key) ? t('rules.keyTaken') : null) },
  })
  const add = form.onSubmit(({ key }) => {
    void navigate({ search: { kind, key } })
    onClose()
  })
  return (
    <Dialog title={t('rules.add')} onClose={onClose}>
      <form className="stack" onSubmit={add} noValidate>
        <TextInput label={t('rules.key')} description={t('rules.keyForm')} data-autofocus {...form.getInputProps('key')} />
        <div className="actions">
          <Button type="submit" variant="filled">
            {t('rules.add')}
          </Button>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
