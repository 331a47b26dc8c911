package io.foyer.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Feeds by configuration: a subject, a descriptor set and a table are enough, and are checked. */
class DefinitionsTest {
  private static final String ORDERS =
      """
      - subject: orders.eu
        descriptor: orders.desc
        message: shop.Order
        table: orders
        readers: [Zoë, bob]
      """;

  @TempDir Path folder;

  private static FieldDescriptorProto field(
      String name, int number, FieldDescriptorProto.Type type, FieldDescriptorProto.Label label) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(label)
        .build();
  }

  private static FileDescriptorProto orders() {
    return FileDescriptorProto.newBuilder()
        .setName("orders.proto")
        .setPackage("shop")
        .setSyntax("proto3")
        .addMessageType(
            DescriptorProto.newBuilder()
                .setName("Order")
                .addField(
                    field(
                        "orderId",
                        1,
                        FieldDescriptorProto.Type.TYPE_UINT64,
                        FieldDescriptorProto.Label.LABEL_OPTIONAL))
                .addField(
                    field(
                        "note",
                        2,
                        FieldDescriptorProto.Type.TYPE_STRING,
                        FieldDescriptorProto.Label.LABEL_OPTIONAL))
                .addField(
                    field(
                        "paid",
                        3,
                        FieldDescriptorProto.Type.TYPE_BOOL,
                        FieldDescriptorProto.Label.LABEL_OPTIONAL))
                .addField(
                    field(
                        "items",
                        4,
                        FieldDescriptorProto.Type.TYPE_STRING,
                        FieldDescriptorProto.Label.LABEL_REPEATED)))
        .build();
  }

  @BeforeEach
  void describe() throws Exception {
    Files.write(
        folder.resolve("orders.desc"),
        FileDescriptorSet.newBuilder().addFile(orders()).build().toByteArray());
  }

  private List<Definition> read(String yaml) throws Exception {
    Path file = folder.resolve("feeds.yml");
    Files.writeString(file, yaml);
    return Definitions.of(
        new FeedsConfig(
            "FOYER",
            Duration.ofDays(7),
            true,
            Optional.of(file),
            FeedsConfig.Partition.MONTH,
            Optional.empty()));
  }

  @Test
  void aDescriptorSetIsEnough() throws Exception {
    Definition orders = read(ORDERS).getLast();

    assertThat(orders.subject()).isEqualTo("orders.eu");
    assertThat(orders.messageSchema().columns())
        .extracting(column -> column.name() + " " + column.type().sql())
        .containsExactly("order_id numeric", "note text", "paid boolean", "items json");
    assertThat(orders.feedAcl().handles()).containsExactly("zoë", "bob");
  }

  @Test
  void whatProto3LeavesOutHasItsDefault() throws Exception {
    MessageSchema messageSchema = read(ORDERS).getLast().messageSchema();
    Descriptor order =
        FileDescriptor.buildFrom(orders(), new FileDescriptor[0]).findMessageTypeByName("Order");
    DynamicMessage full =
        DynamicMessage.newBuilder(order)
            .setField(order.findFieldByName("orderId"), -1L)
            .addRepeatedField(order.findFieldByName("items"), "a\"b\u0000")
            .build();

    assertThat(messageSchema.read(new byte[0])).containsExactly("0", "", false, null);
    assertThat(messageSchema.read(full.toByteArray()))
        .containsExactly("18446744073709551615", "", false, "[\"a\\\"b\\u0000\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          table: orders     | table: Orders; DROP     | feed 1: table Orders; DROP must be
          table: orders     | table: executions       | two feeds are kept in table executions
          table: orders     | table: sport_event      | neither sport_event nor execution
          subject: orders.eu| subject: orders.>       | subject orders.> must be
          subject: orders.eu| subject: execution      | two feeds are published on execution
          orders.desc       | nowhere.desc            | is no descriptor set
          shop.Order        | shop.Nothing            | describes no message shop.Nothing
          readers: [Zoë, bob]| readers: everybody     | readers must be users, admins or a list
          readers:          | raeders:                | unknown key raeders
          """)
  void whatIsWrongIsSaidWithItsPlace(String right, String wrong, String reason) {
    assertThatThrownBy(() -> read(ORDERS.replace(right.strip(), wrong.strip())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason.strip());
  }
}
