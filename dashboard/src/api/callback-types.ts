import type { z } from 'zod'
import type * as callbacks from '../../../services/schemas/callbacks.ts'

export type Callback = callbacks.CallbackView
export type CallbackDetail = callbacks.CallbackDetail
export type CallbackAttempt = z.infer<typeof callbacks.callbackAttempt>
export type CallbackEvent = z.infer<typeof callbacks.callbackEvent>
export type CallbackState = z.infer<typeof callbacks.callbackState>
export type CallbackSource = z.infer<typeof callbacks.callbackSource>
export type CallbackWindow = callbacks.CallbackWindow
export type CallbackBoard = callbacks.CallbackBoard
export type CallbackFigures = z.infer<typeof callbacks.callbackFigures>
export type CallbackOptions = callbacks.PublicOptions
export type NewCallback = z.input<typeof callbacks.newCallback>
