import '@xyflow/react/dist/base.css'
import {
  Background,
  BaseEdge,
  Handle,
  Panel,
  Position,
  ReactFlow,
  useReactFlow,
  type Edge,
  type EdgeProps,
  type Node,
  type NodeChange,
  type NodeProps,
} from '@xyflow/react'
import { Button } from '@mantine/core'
import { IconMinus, IconPlus } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowFinding, FlowView } from '../api/types.ts'
import { pathThrough, STEP_HEIGHT, STEP_WIDTH, type Placed, type PlacedEdge } from './graph-layout.ts'
import { StepBox, type StepData } from './step-box.tsx'
import { useFlowWords } from './use-flow-words.ts'

type StepNode = Node<StepData, 'step'>
type WayEdge = Edge<{ drawn: PlacedEdge; words: string; isNear: boolean }, 'way'>

type GraphProps = {
  view: FlowView
  placed: Placed
  findings: readonly FlowFinding[]
  chosen: string | null
  /** Where a call that is listened to stands. */
  standing: string | null
  calls: number
  onPick: (step: string) => void
}

const HANDLES = [
  { type: 'target' as const, position: Position.Top, x: STEP_WIDTH / 2, y: 0, width: 1, height: 1 },
  { type: 'source' as const, position: Position.Bottom, x: STEP_WIDTH / 2, y: STEP_HEIGHT, width: 1, height: 1 },
]

const Step = ({ data, selected }: NodeProps<StepNode>) => (
  <>
    <Handle type="target" position={Position.Top} isConnectable={false} />
    <StepBox data={data} isChosen={selected} />
    <Handle type="source" position={Position.Bottom} isConnectable={false} />
  </>
)

const THINNEST = 1.2
const THICKEST = 6

const Way = ({ data }: EdgeProps<WayEdge>) => {
  if (data === undefined) return null
  const { drawn, words, isNear } = data
  const kind = `${drawn.kind}${drawn.times > 0 ? ' used' : ''}${isNear ? ' near' : ''}`
  return (
    <g className={`flow-way ${kind}`}>
      <BaseEdge
        path={pathThrough(drawn.points)}
        style={{ strokeWidth: THINNEST + (THICKEST - THINNEST) * Math.sqrt(drawn.share) }}
        label={words}
        labelX={drawn.label.x}
        labelY={drawn.label.y}
        labelBgPadding={[3, 1]}
        labelBgBorderRadius={3}
      />
    </g>
  )
}

const NODE_TYPES = { step: Step }
const EDGE_TYPES = { way: Way }

export const FlowGraph = ({ placed, findings, chosen, standing, calls, onPick, view }: GraphProps) => {
  const { t, i18n } = useTranslation()
  const words = useFlowWords()
  const nodes = useMemo(
    () =>
      placed.steps.map(({ x, y, ...step }): StepNode => {
        const own = findings.filter((finding) => finding.step === step.id)
        const data: StepData = { ...step, findings: own, isStanding: step.id === standing }
        const size = { width: STEP_WIDTH, height: STEP_HEIGHT }
        const ariaLabel = [
          step.id,
          words.kind(step.do),
          ...(own.length === 0 ? [] : [t('flows.findingCount', { count: own.length })]),
          ...(data.isStanding ? [t('flows.listen.here')] : []),
        ].join(', ')
        return { id: step.id, type: 'step', position: { x, y }, data, ...size, measured: size, handles: HANDLES, selected: step.id === chosen, ariaLabel }
      }),
    // The words change with the language.
    [placed, findings, chosen, standing, i18n.language],
  )
  const edges = useMemo(
    () =>
      placed.edges.map((drawn): WayEdge => {
        const label = drawn.labels.map(words.way).join(', ')
        const data = { drawn, words: drawn.times > 0 ? `${label} · ${drawn.times}` : label, isNear: drawn.from === chosen || drawn.to === chosen }
        return { id: drawn.id, type: 'way', source: drawn.from, target: drawn.to, data, focusable: false, selectable: false }
      }),
    [placed, chosen, i18n.language],
  )
  const pick = (changes: NodeChange<StepNode>[]) => {
    const chosenNow = changes.find((change) => change.type === 'select' && change.selected)
    if (chosenNow?.type === 'select') onPick(chosenNow.id)
  }
  return (
    <div className="flow-graph">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={pick}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        minZoom={0.1}
        maxZoom={1.6}
        aria-label={t('flows.drawingOf')}
      >
        <Background gap={22} />
        <Controls calls={calls} start={placed.steps.find(({ id }) => id === view.start)} chosen={placed.steps.find(({ id }) => id === (standing ?? chosen))} />
      </ReactFlow>
    </div>
  )
}

type Place = { id: string; x: number; y: number } | undefined
const READABLE = 0.85

/** Zoom and fit; the drawing opens at its start and follows the chosen step, because a whole flow is too small to read. */
const Controls = ({ calls, start, chosen }: { calls: number; start: Place; chosen: Place }) => {
  const { t } = useTranslation()
  const { fitView, zoomIn, zoomOut, setCenter, getZoom } = useReactFlow()
  const show = useEffectEvent((place: Place, below: number) => {
    if (place === undefined) return
    const zoom = Math.max(getZoom() === 1 ? READABLE : getZoom(), 0.5)
    void setCenter(place.x + STEP_WIDTH / 2, place.y + STEP_HEIGHT / 2 + below / zoom, { zoom })
  })
  useEffect(() => show(chosen ?? start, chosen === undefined ? 240 : 0), [chosen?.id, start?.id])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'f' || event.ctrlKey || event.metaKey || event.altKey || isText(event.target)) return
      void fitView({ padding: 0.04 })
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [fitView])
  return (
    <Panel position="bottom-left">
      <div className="actions">
        <Button size="xs" aria-label={t('flows.zoomIn')} onClick={() => void zoomIn()}>
          <IconPlus size={14} aria-hidden />
        </Button>
        <Button size="xs" aria-label={t('flows.zoomOut')} onClick={() => void zoomOut()}>
          <IconMinus size={14} aria-hidden />
        </Button>
        <Button size="xs" onClick={() => void fitView({ padding: 0.04 })}>
          {t('flows.fit')} <kbd>F</kbd>
        </Button>
        <span className="muted small flow-count">{t('flows.callsDrawn', { count: calls })}</span>
      </div>
    </Panel>
  )
}

const isText = (target: EventTarget | null): boolean => target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
