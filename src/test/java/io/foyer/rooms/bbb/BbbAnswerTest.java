package io.foyer.rooms.bbb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BbbAnswerTest {
  private static BbbException refused(String xml) {
    return catchThrowableOfType(BbbException.class, () -> BbbAnswer.read(xml));
  }

  @Test
  void readsASuccessWithWhatItDoesNotKnow() {
    BbbAnswer answer =
        BbbAnswer.read(
            "<response><returncode>SUCCESS</returncode><meetingID> m-1 </meetingID><new><x/></new>"
                + "<hasUserJoined>TRUE</hasUserJoined><meetings><meeting><a>1</a></meeting>"
                + "<meeting><a>2</a></meeting></meetings></response>");

    assertThat(answer.required("meetingID")).isEqualTo("m-1");
    assertThat(answer.flag("hasUserJoined")).isTrue();
    assertThat(answer.flag("running")).isFalse();
    assertThat(answer.items("meetings", "meeting")).hasSize(2);
    assertThat(answer.items("none", "meeting")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<response><returncode>FAILED</returncode><messageKey>idNotUnique</messageKey>"
            + "<message>taken</message></response>",
        "<response><returncode>FAILED</returncode><errors><error><key>idNotUnique</key>"
            + "<message>taken</message></error><error><key>b</key></error></errors></response>",
        "<response><returncode>FAILED</returncode><errors><error key=\"idNotUnique\""
            + " message=\"taken\"/></errors></response>"
      })
  void readsAFailureInItsThreeShapes(String xml) {
    BbbException failure = refused(xml);

    assertThat(failure.key()).isEqualTo("idNotUnique");
    assertThat(failure).hasMessage("idNotUnique: taken");
  }

  @Test
  void aFailureWithoutAKeyHasTheReturnCode() {
    assertThat(refused("<response><returncode>ERROR</returncode></response>").key())
        .isEqualTo("ERROR");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not xml",
        "<response><returncode>SUCCESS",
        "<response/>",
        "<html><body>502 Bad Gateway</body></html>",
        "<!DOCTYPE response><response><returncode>SUCCESS</returncode></response>",
        "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><response><returncode>SUCCESS"
            + "</returncode><message>&x;</message></response>",
        "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
            + "<response><returncode>SUCCESS</returncode><message>&b;</message></response>"
      })
  void whatIsNoAnswerOfTheApiIsUnreadable(String xml) {
    assertThat(refused(xml).key()).isEqualTo(BbbException.UNREADABLE);
  }
}
