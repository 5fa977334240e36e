-- Who calls back because the owner of his case has called him.
CREATE INDEX "outbound_call_returned_idx" ON "outbound_call"("customer_number", "due_at" DESC) WHERE purpose = 'callNow';
