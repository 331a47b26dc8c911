-- Mail: what an e-mail has that only its recipient may read is erased once it is settled.

CREATE FUNCTION foyer.erase_secret() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
    BEGIN
      NEW.payload := replace((NEW.payload - 'secret')::text, NEW.payload->>'secret', '***')::jsonb
                     || '{"erased": true}';
      RETURN NEW;
    END
  $$;

CREATE TRIGGER outbox_erase_secret BEFORE UPDATE ON foyer.outbox FOR EACH ROW
  WHEN (NEW.status IN ('sent', 'unknown', 'failed', 'cancelled') AND NEW.payload ? 'secret')
  EXECUTE FUNCTION foyer.erase_secret();

-- The queue of e-mails by state, the newest first.
CREATE INDEX outbox_mail ON foyer.outbox (status, id) WHERE channel = 'mail';
