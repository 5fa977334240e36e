/** Where Twilio reports how the text of this id stands. */
export function textStatusUrl(baseUrl: string, id: string): string {
  return `${baseUrl}/webhooks/twilio/messages/status?${new URLSearchParams({ message: id })}`
}
