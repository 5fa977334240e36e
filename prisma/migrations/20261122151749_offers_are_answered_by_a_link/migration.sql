-- AlterTable
ALTER TABLE "offer_person" ADD COLUMN     "token_hash" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "offer_person_token_hash_key" ON "offer_person"("token_hash");
