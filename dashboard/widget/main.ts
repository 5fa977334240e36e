import { defineCallback } from './element.ts'

defineCallback(document.currentScript)
