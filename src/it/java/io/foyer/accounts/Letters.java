package io.foyer.accounts;

import io.foyer.testing.TestDatabase;
import java.util.HexFormat;

/** A mailer that sends nothing, for a program without a mail server. */
public final class Letters {
  private Letters() {}

  /** The token of a letter to the person with this handle. */
  public static String token(TestDatabase database, String handle) {
    database.execute(
        "INSERT INTO token_signing_key VALUES (true, sha256('any')) ON CONFLICT (one) DO NOTHING");
    byte[] key =
        HexFormat.of().parseHex(database.text("SELECT encode(key, 'hex') FROM token_signing_key"));
    String token = new Seal(key).next().reveal();
    database.execute(
        """
        INSERT INTO password_resets (hash, account_id, slot, expires_at)
        SELECT sha256(convert_to(?, 'UTF8')), id, 1, now() + interval '1 hour'
        FROM accounts WHERE handle = ?\
        """,
        token,
        handle);
    return token;
  }
}
