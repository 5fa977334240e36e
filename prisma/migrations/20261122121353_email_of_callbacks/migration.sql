-- DropIndex
DROP INDEX "callback_number_idx";

-- AlterTable
ALTER TABLE "callback" ADD COLUMN     "email" TEXT;

-- DropTable
DROP TABLE "callback_transition";
