-- AlterTable
ALTER TABLE "callback" ADD COLUMN     "email" TEXT;
