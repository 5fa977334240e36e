import { Button, Textarea, TextInput } from '@mantine/core'
import { IconDeviceFloppy } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rulePath, ruleVersionsQuery } from '../api/case-queries.ts'
import type { PolicyRule, ReasonRule, RuleView, TemplateRule } from '../api/case-types.ts'
import { ask } from '../api/http.ts'
import { useFormat } from '../format/use-format.ts'
import { Loaded } from '../ui/loaded.tsx'
import { notify } from '../ui/notices.tsx'
import { Card } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { readJson, toJson } from './json.ts'
import { PolicySample } from './policy-sample.tsx'
import { ReasonSample, TemplateSample } from './samples.tsx'
import { TemplateForm } from './template-form.tsx'

/** The rule as it stands, a draft of its next version, and the versions before. The server checks it and names place and reason. */
export const RuleEditor = ({ rule, mayChange }: { rule: RuleView; mayChange: boolean }) => {
  const { t } = useTranslation()
  const [text, setText] = useState(() => toJson(rule.body))
  const [why, setWhy] = useState('')
  const [isWhyMissing, setWhyMissing] = useState(false)
  const queryClient = useQueryClient()
  const draft = readJson(text)
  const saving = useSend({
    run: (body: Record<string, unknown>) => ask<RuleView>('PUT', rulePath(rule.kind, rule.key), { body: { body, why, version: rule.version } }),
    onDone: () => {
      void queryClient.invalidateQueries({ queryKey: ['rules'] })
      void queryClient.invalidateQueries({ queryKey: ['case'] })
      void notify(t('states.saved'))
    },
  })
  const isChanged = text !== toJson(rule.body) || rule.version === 0
  const save = () => {
    setWhyMissing(why.trim() === '')
    if (draft.value !== undefined && why.trim() !== '') saving.send(draft.value)
  }
  return (
    <div className="stack">
      <Card title={rule.version === 0 ? t('rules.shipped') : t('rules.version', { version: rule.version })}>
        <div className="stack">
          {rule.kind === 'template' && draft.value !== undefined ? (
            <TemplateForm body={draft.value as TemplateRule} isReadOnly={!mayChange} onChange={(body) => setText(toJson(body))} />
          ) : (
            <Textarea
              label={t('rules.body')}
              description={t('rules.bodyWhy')}
              classNames={{ input: 'rule-text' }}
              rows={Math.min(28, text.split('\n').length + 1)}
              spellCheck={false}
              readOnly={!mayChange}
              value={text}
              error={draft.fault === undefined ? undefined : t('rules.notJson', { reason: draft.fault })}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
          {draft.value === undefined ? null : <Sample kind={rule.kind} body={draft.value} />}
          {saving.fault ? <Fault error={saving.fault} /> : null}
          {mayChange ? (
            <div className="row top">
              <TextInput
                className="grow"
                label={t('rules.whyLabel')}
                maxLength={500}
                value={why}
                error={isWhyMissing && why.trim() === '' ? t('form.required') : undefined}
                onChange={(event) => setWhy(event.currentTarget.value)}
              />
              <Button
                className="beside-field"
                variant="filled"
                leftSection={<IconDeviceFloppy size={16} aria-hidden />}
                loading={saving.isSending}
                disabled={!isChanged || draft.value === undefined}
                onClick={save}
              >
                {t('rules.save')}
              </Button>
            </div>
          ) : (
            <p className="muted small">{t('rules.readOnly')}</p>
          )}
        </div>
      </Card>
      <Versions rule={rule} onTake={mayChange ? (version) => setText(toJson(version.body)) : undefined} />
    </div>
  )
}

const Sample = ({ kind, body }: { kind: RuleView['kind']; body: Record<string, unknown> }) => {
  if (kind === 'template') return <TemplateSample body={body as TemplateRule} />
  if (kind === 'policy') return <PolicySample body={body as PolicyRule} />
  if (kind === 'reason') return <ReasonSample body={body as ReasonRule} />
  return null
}

/** Who changed it when and why; an old one can be taken as the draft of a new one. */
const Versions = ({ rule, onTake }: { rule: RuleView; onTake: ((version: RuleView) => void) | undefined }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  const query = useQuery({ ...ruleVersionsQuery(rule.kind, rule.key), enabled: rule.madeAt !== null || rule.version === 0, retry: false })
  if (query.isError) return null
  return (
    <Card title={t('rules.history')}>
      <Loaded query={query} lines={2}>
        {(versions) => (
          <ol className="lines">
            {versions.map((version) => (
              <li key={version.version}>
                <span className="stack tight grow">
                  <span className="strong">{version.version === 0 ? t('rules.shipped') : t('rules.version', { version: version.version })}</span>
                  {version.why === '' ? null : <q>{version.why}</q>}
                  <span className="muted small">
                    {[version.madeBy?.name, version.madeAt === null ? undefined : dateTime(version.madeAt)].filter(Boolean).join(' · ')}
                  </span>
                </span>
                {onTake === undefined ? null : (
                  <Button size="xs" onClick={() => onTake(version)} aria-label={t('rules.takeOf', { version: version.version })}>
                    {t('rules.take')}
                  </Button>
                )}
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </Card>
  )
}
