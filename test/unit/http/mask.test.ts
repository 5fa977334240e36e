import { describe, expect, it } from 'vitest'
import { maskNumbers, maskUrl } from '../../../services/http/mask.ts'

describe('maskNumbers', () => {
  it.each([
    // text                                      masked
    ['+493023125100', '+49***00'],
    ['from +15550100 to +493023125200.', 'from +1***00 to +49***00.'],
    ['+7 495 123-45-67 rings', '+7***67 rings'],
    ['+49 (0)30 23125-100', '+49***00'],
    ['%2B493023125100&To=x', '%2B49***00&To=x'],
    ['+380441234567', '+380***67'],
    ['+35312345678', '+353***78'],
    ['{"msg":"call +493023125100"}', '{"msg":"call +49***00"}'],
    // left alone: instants, ids, figures, what is already masked
    ['2026-03-02T09:00:00.000+01:00', '2026-03-02T09:00:00.000+01:00'],
    ['"time":1772442000000', '"time":1772442000000'],
    ['CA0123456789abcdef0123456789abcdef', 'CA0123456789abcdef0123456789abcdef'],
    ['1+234', '1+234'],
    ['+49***00', '+49***00'],
  ])('%s -> %s', (text, masked) => expect(maskNumbers(text)).toBe(masked))
})

describe('maskUrl', () => {
  it.each([
    ['/api/numbers/+493023125100', '/api/numbers/+49***00'],
    ['/api/numbers/%2B493023125100', '/api/numbers/%2B49***00'],
    ['/api/calls?search=3023125100', '/api/calls?search=***00'],
    ['/welcome?token=abcDEF_-123&x=1', '/welcome?token=***&x=1'],
    ['/api/links/abcDEF_-123', '/api/links/***'],
    ['/feeds/abcDEF_-123.ics', '/feeds/***'],
    ['/feeds/abcDEF_-123.ics?x=1', '/feeds/***?x=1'],
    ['/callback/abcDEF_-123/move?lang=ru', '/callback/***/move?lang=ru'],
    ['/api/public/callbacks/abcDEF_-123/code', '/api/public/callbacks/***/code'],
    ['/api/public/callbacks/options?zone=Europe/Berlin', '/api/public/callbacks/options?zone=Europe/Berlin'],
    ['/api/callbacks/00000000-0000-4000-8000-000000000000', '/api/callbacks/00000000-0000-4000-8000-000000000000'],
    ['/api/me/feeds/00000000-0000-4000-8000-000000000000', '/api/me/feeds/00000000-0000-4000-8000-000000000000'],
    ['/webhooks/twilio/voice?bodySHA256=abc&AuthToken=s', '/webhooks/twilio/voice?bodySHA256=***&AuthToken=***'],
    ['/webhooks/twilio/voice?turn=4&held=Digits%3D4711&on=gather', '/webhooks/twilio/voice?turn=4&held=***&on=gather'],
    ['/api/people/00000000-0000-4000-8000-000000000000', '/api/people/00000000-0000-4000-8000-000000000000'],
    ['/api/calls/CA01234567890123456789012345678901', '/api/calls/CA01234567890123456789012345678901'],
  ])('%s -> %s', (url, masked) => expect(maskUrl(url)).toBe(masked))
})
