-- Nothing comes to lie on a record that has been merged into another one: whoever looked it up just before the merge meant that one.
CREATE FUNCTION on_living_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  kept uuid;
BEGIN
  LOOP
    SELECT merged_into_id INTO kept FROM "customer" WHERE id = NEW.customer_id FOR SHARE;
    EXIT WHEN kept IS NULL;
    NEW.customer_id := kept;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER "case_is_on_living_record" BEFORE INSERT OR UPDATE OF customer_id ON "case"
  FOR EACH ROW WHEN (NEW.customer_id IS NOT NULL) EXECUTE FUNCTION on_living_record();
CREATE TRIGGER "customer_order_is_on_living_record" BEFORE INSERT OR UPDATE OF customer_id ON "customer_order" FOR EACH ROW EXECUTE FUNCTION on_living_record();
CREATE TRIGGER "customer_product_is_on_living_record" BEFORE INSERT OR UPDATE OF customer_id ON "customer_product" FOR EACH ROW EXECUTE FUNCTION on_living_record();
CREATE TRIGGER "customer_note_is_on_living_record" BEFORE INSERT OR UPDATE OF customer_id ON "customer_note" FOR EACH ROW EXECUTE FUNCTION on_living_record();
