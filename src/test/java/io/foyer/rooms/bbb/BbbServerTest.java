package io.foyer.rooms.bbb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.platform.config.Secret;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BbbServerTest {
  /** Published by BigBlueButton (sha1, sha256) and recomputed. */
  @ParameterizedTest
  @CsvSource({
    "SHA1, 1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17",
    "SHA256, da9185f7f333cfdfcd6eeac32dca3777510c4c436020d8b887ba5515bd1d189e",
    "SHA384,"
        + " 891ac633df39d0a1b4f8d597f3e190833216c4b29c4fb51ea3ca72757eeb958d6e7b49a845cf29f5c6019c7d29d029d1",
    "SHA512,"
        + " de73ad61d11a5c801b68d4bd6ec5248546085cefb0b25c85f3c46249ea93a3a4b120f92c0a8a58d7512cb77821884951a3b01245f3435dbbef49fff3cc3988b4"
  })
  void signsAsTheServerDoes(BbbChecksum checksum, String expected) {
    BbbParameters parameters =
        new BbbParameters()
            .with("name", "Test Meeting")
            .with("meetingID", "abc123")
            .with("attendeePW", "111222")
            .with("moderatorPW", "333444");
    BbbServer server =
        new BbbServer(
            URI.create("https://bbb.example.org/bigbluebutton/api"),
            Secret.of("639259d4-9dd8-4b25-bf01-95f9567eaf4b"),
            checksum);

    assertThat(server.signed("create", parameters))
        .hasToString(
            "https://bbb.example.org/bigbluebutton/api/create?name=Test+Meeting&meetingID=abc123"
                + "&attendeePW=111222&moderatorPW=333444&checksum="
                + expected);
  }

  @Test
  void encodesWhatNamesContain() {
    BbbServer server =
        new BbbServer(
            URI.create("https://bbb.example.org/bigbluebutton/api"),
            Secret.of("s3cret"),
            BbbChecksum.SHA1);

    assertThat(
            server.signedPath(
                "create", new BbbParameters().with("name", "Röom A").with("meetingID", "m-1")))
        .isEqualTo(
            "/create?name=R%C3%B6om+A&meetingID=m-1&checksum=390ee414e86cf001c8ee06927fe940fb84d611b5");
    assertThat(
            server.signedPath(
                "join",
                new BbbParameters()
                    .with("fullName", "Dr. Eva & Co")
                    .with("meetingID", "m-1")
                    .with("password", "mp1")))
        .isEqualTo(
            "/join?fullName=Dr.+Eva+%26+Co&meetingID=m-1&password=mp1"
                + "&checksum=e5d9d08501363795b1c8dc6306a5adf461d83c19");
    assertThat(server.signedPath("getMeetings", new BbbParameters()))
        .matches("/getMeetings\\?checksum=[0-9a-f]{40}");
  }

  @Test
  void sendsFalseAndZero() {
    assertThat(new BbbParameters().with("record", false).with("duration", 0).query())
        .isEqualTo("record=false&duration=0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://bbb.example.org",
        "https://bbb.example.org/",
        "https://bbb.example.org/bigbluebutton",
        "https://bbb.example.org/bigbluebutton/",
        " https://bbb.example.org/bigbluebutton/api ",
        "https://bbb.example.org/bigbluebutton/api/"
      })
  void takesTheAddressAsAdministratorsCopyIt(String given) {
    assertThat(BbbServer.api(given)).hasToString("https://bbb.example.org/bigbluebutton/api");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bbb",
        "bbb/api",
        "ftp://bbb.example.org",
        "https:///x",
        "https://u:p@bbb.example.org",
        "https://bbb.example.org/?a=b",
        "https://bbb.example.org/#x",
        "file:///etc/passwd",
        ""
      })
  void refusesWhatIsNoAddress(String given) {
    assertThatThrownBy(() -> BbbServer.api(given)).isInstanceOf(IllegalArgumentException.class);
  }
}
