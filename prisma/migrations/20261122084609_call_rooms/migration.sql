-- AlterTable
ALTER TABLE "call_leg" ADD COLUMN     "help_asked_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "call_room" ADD COLUMN     "turn" INTEGER;

-- AlterTable
ALTER TABLE "room_member" ADD COLUMN     "called_at" TIMESTAMPTZ(3) NOT NULL;

-- What the sweeper looks for, and whose forms wait.
CREATE INDEX "call_room_open_idx" ON "call_room"("opened_at") WHERE ended_at IS NULL;
CREATE INDEX "desk_form_open_idx" ON "desk_form"("person_id", "updated_at" DESC) WHERE submitted_at IS NULL;
