-- AlterTable
ALTER TABLE "spending" ADD COLUMN     "is_known" BOOLEAN NOT NULL DEFAULT false;
