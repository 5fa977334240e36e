-- AlterTable
ALTER TABLE "plan_run" ADD COLUMN     "undo" JSONB;

-- AlterTable
ALTER TABLE "shift_offer" ADD COLUMN     "given_seen" TEXT;
